import { generateKeyPairSync } from 'node:crypto'
import type { MikroORM } from '@mikro-orm/postgresql'
import { SigningKeyEntity } from './entities/signing-key.ts'
import { appendLog } from './journal/append-log.ts'
import { write } from './scope.ts'

/** The Ed25519 key of this installation, made at the first start; every process gets the same. */
export async function loadSigningKey(
  orm: MikroORM,
  now: Date,
): Promise<{ readonly publicPem: string; readonly privatePem: string }> {
  return write(orm, async (em) => {
    await em.execute("select pg_advisory_xact_lock(hashtextextended('signing-key', 3))")
    const [known] = await em.find(SigningKeyEntity, {}, { orderBy: { createdAt: 'asc' }, limit: 1 })
    if (known) return known
    const { publicKey, privateKey } = generateKeyPairSync('ed25519', {
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
    const made = em.create(SigningKeyEntity, {
      id: crypto.randomUUID(),
      publicPem: publicKey,
      privatePem: privateKey,
      createdAt: now,
    })
    await em.flush()
    await appendLog(em, {
      chain: 'service:signing-key',
      actor: null,
      act: 'signing-key-made',
      subject: made.id,
      detail: { publicPem: publicKey },
      at: now,
    })
    return made
  })
}
