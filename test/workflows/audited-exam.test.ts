import t from 'tap'
import type { Item } from '../../src/domain/bank/item.ts'
import { ExamEntity } from '../../src/store/entities/exam.ts'
import { write } from '../../src/store/scope.ts'
import { addBankVersion } from '../../src/workflows/add-bank-version.ts'
import { approveBank } from '../../src/workflows/approve-bank.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
import { previewDraft } from '../../src/workflows/preview-exam.ts'
import { publishExam } from '../../src/workflows/publish-exam.ts'
import { anOpenExam, BANK } from '../journeys/fixtures/open-exam.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'

t.setTimeout(240_000)

const DAY_MS = 86_400_000
const clock = createTestClock(new Date('2026-03-02T08:00:00.000Z'))
const { deps } = await startTestService(t, clock)
const { examId } = await anOpenExam(deps, { candidates: 2 })
const examOf = (id: string) => write(deps.orm, (em) => em.findOneOrFail(ExamEntity, { id }))
const open = await examOf(examId)
const organizer = open.createdBy
const candidate = open.audienceUnitIds

/** The bank of the open exam, of which everybody knows every item. */
const items = BANK.items.map(
  (item): Item => ({
    ...item,
    parameters: {
      values: { discrimination: 1, difficulty: -4.5, guessing: 0.2 },
      provenance: 'expert-judgement',
      note: 'known to all',
    },
  }),
)

async function easyExam() {
  const document = { ...BANK, program: 'easy', items }
  const bankVersionId = await addBankVersion(deps, organizer, { document, blueprints: [] })
  const [colleague] = await write(deps.orm, (em) =>
    em.execute<{ id: string }[]>("select id from person where account = 'administrator'"),
  )
  await approveBank(deps, colleague?.id ?? '', { bankVersionId, note: 'read item by item' })
  const opensAt = clock.now().getTime() + 8 * DAY_MS
  return {
    bankVersionId,
    policyVersionId: open.policyVersionId,
    blueprint: open.blueprint,
    window: {
      opensAt: new Date(opensAt).toISOString(),
      closesAt: new Date(opensAt + DAY_MS).toISOString(),
    },
    audienceUnitIds: candidate,
  }
}

t.test(
  'a formality is found before publishing, and only goes out with a recorded waiver',
  async (t) => {
    const planned = await easyExam()
    const preview = await previewDraft(deps, planned)
    t.equal(preview.audit.verdict, 'formality')
    t.ok(preview.audit.reasons.every(({ repair }) => repair !== null))
    t.match(
      preview.rules.find(({ rule }) => rule === 'not-a-formality'),
      { met: false, waivable: true },
    )
    const draft = {
      ...planned,
      unitId: open.unitId,
      decisionsNeeded: 1,
      releaseResults: 'at-submission' as const,
    }
    const id = await draftExam(deps, organizer, { draft, simulated: false })
    const publish = (waiver: string | null) => publishExam(deps, organizer, { examId: id, waiver })
    const error = await publish(null).catch((refusal: unknown) => refusal)
    t.match(error, { code: 'publication-rule-broken' })
    const { faults } = error as { faults: readonly { pointer: string }[] }
    t.ok(faults.some(({ pointer }) => pointer === '/rules/not-a-formality'))
    await publish('a rehearsal before the real exam')
    t.equal((await examOf(id)).waiver, 'a rehearsal before the real exam')
  },
)
