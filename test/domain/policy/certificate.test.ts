import t from 'tap'
import type { AwardState } from '../../../src/domain/policy/awards.ts'
import {
  type CertificateContent,
  certificateChange,
  type StandingCertificate,
  stateAt,
} from '../../../src/domain/policy/certificate.ts'
import { aText } from '../../support/builders.ts'

const EARNED_MS = Date.parse('2026-03-02T10:00:00Z')
const content: CertificateContent = {
  holder: '李雷',
  title: aText('年度考核', 'Annual exam'),
  program: 'p',
  level: { id: 'good', name: aText('良好', 'Good') },
  passProbability: 0.91,
  criteria: aText('达到合格线', 'Reached the pass mark'),
  issuer: aText('县委', 'County'),
  policyVersionId: 'v',
  simulated: false,
}

/** The certificate after the award was in each of these states in turn. */
function after(states: readonly (readonly [AwardState, CertificateContent?])[]) {
  let standing: StandingCertificate | null = null
  const events: string[] = []
  for (const [state, says = content] of states) {
    const award = { kind: 'certificate' as const, validMonths: 24 }
    const awards = [{ award, state }]
    const { change, issue } = certificateChange({
      standing,
      awards,
      content: says,
      earnedMs: EARNED_MS,
    }) as ReturnType<typeof certificateChange>
    if (change) events.push(`${change.id} ${change.to}`)
    if (standing && change) standing = { ...(standing as StandingCertificate), state: change.to }
    if (issue) {
      standing = { ...issue, id: `#${issue.number}`, state: 'valid' }
      events.push(`#${issue.number} issued`)
    }
  }
  return { standing: standing as StandingCertificate | null, events }
}

t.test('suspended while held, valid again when cleared, revoked for good when lost', async (t) => {
  const story = (...states: AwardState[]) => after(states.map((state) => [state])).events
  t.same(story('granted', 'granted'), ['#1 issued'])
  t.same(story('held', 'granted'), ['#1 issued'], 'none before it is granted')
  t.same(story('withheld'), [])
  t.same(story('granted', 'held', 'granted'), ['#1 issued', '#1 suspended', '#1 valid'])
  t.same(story('granted', 'held', 'withheld'), ['#1 issued', '#1 suspended', '#1 revoked'])
  t.same(
    story('granted', 'revoked', 'granted'),
    ['#1 issued', '#1 revoked', '#2 issued'],
    'what was revoked stays so: who is restored gets a new one',
  )
})

t.test('another result revokes what says the old one', async (t) => {
  const better = { ...content, passProbability: 0.95 }
  t.same(after([['granted'], ['granted', better]]).events, ['#1 issued', '#1 revoked', '#2 issued'])
  // As the database gives it back: members in another order.
  const kept = Object.fromEntries(Object.entries(content).reverse()) as CertificateContent
  t.same(after([['granted'], ['granted', kept]]).events, ['#1 issued'])
})

t.test('a certificate past its last day is expired, unless it was revoked', async (t) => {
  const { standing } = after([['granted']])
  const end = Date.parse('2028-03-02T10:00:00Z')
  t.equal(standing?.validUntilMs, end)
  const at = (state: 'valid' | 'revoked', nowMs: number) =>
    stateAt({ state, validUntilMs: end }, nowMs)
  t.equal(at('valid', end - 1), 'valid')
  t.equal(at('valid', end), 'expired')
  t.equal(at('revoked', end), 'revoked')
  t.equal(stateAt({ state: 'valid', validUntilMs: null }, end), 'valid')
})
