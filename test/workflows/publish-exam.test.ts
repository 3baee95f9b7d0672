import t from 'tap'
import { prepareDraw } from '../../src/domain/assembly/draw-form.ts'
import { knownWeights } from '../../src/domain/assembly/draw-weights.ts'
import { commitmentTo } from '../../src/domain/digest.ts'
import type { ExamDraft } from '../../src/domain/scheduling/exam.ts'
import { ExamEntity, ExamSecretEntity } from '../../src/store/entities/exam.ts'
import { inScope, SYSTEM, write } from '../../src/store/scope.ts'
import { draftExam, redraftExam } from '../../src/workflows/draft-exam.ts'
import { publishExam } from '../../src/workflows/publish-exam.ts'
import { anOpenExam } from '../journeys/fixtures/open-exam.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'

const DAY_MS = 86_400_000
const clock = createTestClock(new Date('2026-03-02T08:00:00.000Z'))
const { deps } = await startTestService(t, clock)
const { examId } = await anOpenExam(deps, { candidates: 2 })
const open = await examOf(examId)
const organizer = open.createdBy

function examOf(id: string) {
  return write(deps.orm, (em) => em.findOneOrFail(ExamEntity, { id }))
}

/** A draft with due notice, like the open exam but for what is told. */
function aDraft(overrides: Readonly<Partial<ExamDraft>> = {}): ExamDraft {
  const opensAt = clock.now().getTime() + 8 * DAY_MS
  return {
    unitId: open.unitId,
    bankVersionId: open.bankVersionId,
    policyVersionId: open.policyVersionId,
    blueprint: open.blueprint,
    window: {
      opensAt: new Date(opensAt).toISOString(),
      closesAt: new Date(opensAt + DAY_MS).toISOString(),
    },
    audienceUnitIds: open.audienceUnitIds,
    decisionsNeeded: 1,
    releaseResults: 'at-submission',
    ...overrides,
  }
}

const keep = (draft: ExamDraft) => draftExam(deps, organizer, { draft, simulated: false })
const publish = (id: string, waiver: string | null = 'agreed with the union') =>
  publishExam(deps, organizer, { examId: id, waiver })

t.test(
  'a draft may ask more than the bank has; publishing it may not, whatever the waiver',
  async (t) => {
    const cells = open.blueprint.cells.map((cell) => ({ ...cell, itemCount: 40 }))
    const id = await keep(aDraft({ blueprint: { ...open.blueprint, cells } }))
    await t.rejects(publish(id), {
      code: 'publication-rule-broken',
      faults: [{ pointer: '/rules/feasible' }],
    })
    await redraftExam(deps, organizer, { examId: id, draft: aDraft() })
    await publish(id)
  },
)

t.test('what can be no exam at all is refused with the place of each fault', async (t) => {
  const nowhere = deps.newId()
  const [cell] = open.blueprint.cells
  const cells = [{ ...cell, competency: 'astrology' }] as typeof open.blueprint.cells
  const cases: readonly (readonly [ExamDraft, string])[] = [
    [aDraft({ bankVersionId: nowhere }), '/bankVersionId'],
    [aDraft({ policyVersionId: nowhere }), '/policyVersionId'],
    [aDraft({ audienceUnitIds: [open.unitId, nowhere] }), '/audienceUnitIds'],
    [
      aDraft({ window: { opensAt: aDraft().window.closesAt, closesAt: aDraft().window.opensAt } }),
      '/window/closesAt',
    ],
    [aDraft({ blueprint: { ...open.blueprint, cells } }), '/blueprint/cells/0/competency'],
  ]
  for (const [draft, pointer] of cases) {
    await t.rejects(keep(draft), { code: 'invalid-input', faults: [{ pointer }] })
  }
})

t.test('broken rules are all named; a waiver that says nothing lifts none', async (t) => {
  const soon = new Date(clock.now().getTime() + 60_000)
  const window = { opensAt: soon.toISOString(), closesAt: aDraft().window.closesAt }
  const id = await keep(aDraft({ window }))
  for (const waiver of [null, '', '  ']) {
    const error = await publish(id, waiver).catch((refusal: unknown) => refusal)
    const { faults } = error as { faults: { pointer: string }[] }
    t.ok(faults.some(({ pointer }) => pointer === '/rules/notice'))
  }
  await publish(id)
  t.equal((await examOf(id)).waiver, 'agreed with the union')
})

t.test('ten publications at once publish once: one secret, one commitment', async (t) => {
  const id = await keep(aDraft())
  const ended = await Promise.allSettled(Array.from({ length: 10 }, () => publish(id)))
  const refused = ended.filter(({ status }) => status === 'rejected')
  t.equal(refused.length, 9)
  for (const one of refused) t.match(one, { reason: { code: 'exam-not-draft' } })
  const secret = await write(deps.orm, (em) => em.findOneOrFail(ExamSecretEntity, { examId: id }))
  t.equal((await examOf(id)).commitment, commitmentTo(secret.secretHex))
})

t.test('a published exam is frozen, also by hand', async (t) => {
  await t.rejects(redraftExam(deps, organizer, { examId, draft: aDraft() }), {
    code: 'exam-not-draft',
  })
  const moved = inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx`update exam set closes_at = closes_at + interval '1 day' where id = ${examId}`,
  )
  await t.rejects(moved, { message: /a published exam is frozen/ })
})

t.test('a draft that changes while it is planned is published as it is by then', async (t) => {
  const id = await keep(aDraft())
  const cells = open.blueprint.cells.map((cell) => ({ ...cell, itemCount: 40 }))
  let plans = 0
  const examPlanner = {
    ...deps.examPlanner,
    plan: async (planned: Parameters<typeof deps.examPlanner.plan>[0]) => {
      plans += 1
      if (plans === 1) {
        const draft = aDraft({ blueprint: { ...open.blueprint, cells } })
        await redraftExam(deps, organizer, { examId: id, draft })
      }
      return deps.examPlanner.plan(planned)
    },
  }
  await t.rejects(
    publishExam({ ...deps, examPlanner }, organizer, { examId: id, waiver: 'x'.repeat(30) }),
    {
      code: 'publication-rule-broken',
      faults: [{ pointer: '/rules/feasible' }],
    },
  )
  t.equal(plans, 2)
})

t.test('a published exam is ready for its first candidate', async (t) => {
  const blueprint = { ...open.blueprint, constraints: { exposureCap: 0.9, overlapLimit: 0.9 } }
  const id = await keep(aDraft({ blueprint }))
  await publish(id)
  const bank = await deps.frozen.bank(open.bankVersionId)
  t.not(knownWeights(bank, blueprint), undefined)
  const exam = await examOf(id)
  const [one, other] = await Promise.all([deps.frozen.draw(exam), deps.frozen.draw(exam)])
  t.equal(one, other)
  t.same(one.draw('a'), prepareDraw(structuredClone(bank), exam.blueprint).draw('a'))
})
