import { generateKeyPairSync, sign } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { verify } from '../../src/cli/verify.ts'
import type { Receipt } from '../../src/domain/delivery/views.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const PEM = publicKey.export({ type: 'spki', format: 'pem' }).toString()

/** As README tells anybody to do without the program: names sorted, no spaces. */
function sortedJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${sortedJson(each)}`)}}`
}

function aReceipt(): Receipt {
  const content = {
    attemptId: '00000000-0000-4000-8000-000000000001',
    examTitle: { 'zh-CN': '窗口服务专项测评', en: 'Counter service assessment' },
    candidate: '李明',
    startedAt: '2026-11-22T08:00:00.000Z',
    closedAt: '2026-11-22T08:50:00.000Z',
    closedBy: 'candidate' as const,
    itemCount: 36,
    answered: 35,
    formDigest: 'a'.repeat(64),
    journalDigest: 'b'.repeat(64),
  }
  const signature = sign(null, Buffer.from(sortedJson(content)), privateKey).toString('base64')
  return { ...content, signature }
}

async function check(t: Test, receipt: object, key: string) {
  const folder = t.testdir()
  const files = [join(folder, 'receipt.json'), join(folder, 'signing-key.json')] as const
  await writeFile(files[0], JSON.stringify(receipt, null, 2))
  await writeFile(files[1], key)
  return verify(files)
}

t.test('a receipt is checked with the key alone, as the service hands it out', async (t) => {
  await t.resolves(check(t, aReceipt(), JSON.stringify({ publicKeyPem: PEM })))
  await t.resolves(check(t, aReceipt(), PEM), 'and as a PEM file')
})

t.test('a receipt with anything changed is found', async (t) => {
  const changes = [{ answered: 36 }, { candidate: '李明明' }, { journalDigest: 'c'.repeat(64) }]
  for (const change of changes) {
    await t.rejects(check(t, { ...aReceipt(), ...change }, PEM), {
      name: 'CommandEnd',
      exitCode: 1,
    })
  }
  const other = generateKeyPairSync('ed25519').publicKey
  const otherPem = other.export({ type: 'spki', format: 'pem' }).toString()
  await t.rejects(
    check(t, aReceipt(), otherPem),
    { name: 'CommandEnd', exitCode: 1 },
    'also with another key',
  )
})

t.test('what cannot be checked is told', async (t) => {
  await t.rejects(check(t, aReceipt(), '{}'), { exitCode: 2, message: /is no key/ })
  await t.rejects(check(t, { ...aReceipt(), more: 1 }, PEM), { name: 'CommandEnd', exitCode: 2 })
  const folder = t.testdir({ 'receipt.json': JSON.stringify(aReceipt()) })
  await t.rejects(verify([join(folder, 'receipt.json')]), { message: /Name the key/ })
  await t.rejects(verify([join(folder, 'receipt.json'), join(folder, 'none.pem')]), {
    exitCode: 2,
    message: /no file/,
  })
})
