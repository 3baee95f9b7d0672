import t from 'tap'
import {
  checkTimeStamp,
  TimeStampFault,
  timeStampRequest,
  tokenOfResponse,
} from '../../src/workflows/time-stamp.ts'
import { startAuthority } from '../support/time-stamp-authority.ts'

const AT = new Date('2026-11-22T10:00:00.000Z')
const authority = await startAuthority(() => AT)
t.teardown(() => authority.stop())

const NONCE = Uint8Array.of(0xff, 2, 3, 4, 5, 6, 7, 8)

async function ask(text: string, nonce = NONCE): Promise<Uint8Array> {
  const body = Buffer.from(await timeStampRequest(text, nonce))
  const response = await fetch(authority.url, { method: 'POST', body })
  return new Uint8Array(await response.arrayBuffer())
}

const token = tokenOfResponse(await ask('a checkpoint'), NONCE)

t.test('a token says when a text was there, and who says so', async (t) => {
  const stamp = await checkTimeStamp(token, 'a checkpoint')
  t.same(stamp.stampedAt, AT)
  t.equal(stamp.authority, 'Test authority')
  t.match(stamp.certificateSha256, /^[0-9a-f]{64}$/)
})

t.test('about another text, or bent anywhere, it says nothing', async (t) => {
  await t.rejects(checkTimeStamp(token, 'another'), /about another text/)
  await t.rejects(checkTimeStamp('AAAA', 'a checkpoint'), TimeStampFault)
  const bytes = Buffer.from(token, 'base64')
  const sound = await checkTimeStamp(token, 'a checkpoint')
  for (let place = 0; place < bytes.length; place += 7) {
    const bent = Buffer.from(bytes)
    bent[place] = (bent[place] ?? 0) ^ 0x01
    const stamp = await checkTimeStamp(bent.toString('base64'), 'a checkpoint').catch(
      (error: unknown) => error as TimeStampFault,
    )
    if (stamp instanceof TimeStampFault) continue
    // Outside what the authority signed only its certificate is left, which is told by its digest.
    t.same(stamp.stampedAt, sound.stampedAt, `byte ${place}`)
    if (stamp.authority !== sound.authority) {
      t.not(stamp.certificateSha256, sound.certificateSha256, `byte ${place}`)
    }
  }
})

t.test('an answer to another request, a refusal, or a wrong certificate is no stamp', async (t) => {
  const other = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 9)
  const answer = await ask('a checkpoint')
  t.throws(() => tokenOfResponse(answer, other), /answers another request/)
  authority.wrong({ nonce: true })
  const replayed = await ask('a checkpoint')
  t.throws(() => tokenOfResponse(replayed, NONCE), /answers another request/)
  authority.wrong({ refuses: true })
  const refusal = await ask('a checkpoint')
  t.throws(() => tokenOfResponse(refusal, NONCE), /refused \(status 2\)/)
  authority.wrong({ purpose: true })
  const wrong = tokenOfResponse(await ask('a checkpoint'), NONCE)
  await t.rejects(checkTimeStamp(wrong, 'a checkpoint'), /none for time stamping/)
  t.throws(() => tokenOfResponse(Uint8Array.of(1, 2, 3), NONCE), TimeStampFault)
})
