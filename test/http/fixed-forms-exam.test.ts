import t from 'tap'
import { isSigned } from '../../src/cli/is-signed.ts'
import type { FixedForm } from '../../src/domain/assembly/blueprint.ts'
import type { ExamPreview, ExamView } from '../../src/domain/scheduling/views.ts'
import { checkBundle } from '../../src/domain/settlement/check-bundle.ts'
import type { ExamBundle } from '../../src/domain/settlement/exam-bundle.ts'
import { startAttempt } from '../../src/workflows/start-attempt.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'
import { draftFor, foundTwoBranches, sit } from '../support/two-branches.ts'

t.setTimeout(240_000)

const clock = createTestClock(new Date())
const application = await startTestService(t, clock)
const { deps, server } = application
const { own, content } = await foundTwoBranches(application)
const { organizer, candidate, colleague } = own.people
const units = { unitId: own.unit.id, audienceUnitIds: [own.office.id] }
const draft = draftFor(content, units, clock.now())
const { items } = await deps.frozen.bank(content.bankVersionId)
const ids = items.map(({ id }) => id)
const forms: readonly FixedForm[] = [
  { name: 'A', items: ids.slice(0, 20) },
  { name: 'B', items: ids.slice(20, 40) },
]
const withForms = (held: readonly FixedForm[]) => ({
  ...draft,
  blueprint: { ...draft.blueprint, delivery: { mode: 'fixed-forms', forms: held } },
})

async function call<Shape>(method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) {
  const answer = await server.inject({
    method,
    url: `/api/${url}`,
    ...(payload ? { payload } : {}),
    headers: { authorization: `Bearer ${organizer.token}` },
  })
  return { status: answer.statusCode, body: answer.json<Shape>() }
}

const first = await call<ExamView>('POST', 'exams', withForms([]))
const exam = `exams/${first.body.id}`

t.test('an exam without its forms is a draft that cannot be published', async (t) => {
  t.equal(first.status, 201)
  const refused = await call('POST', `${exam}/publication`, { waiver: 'no notice' })
  t.match(refused, { status: 409, body: { type: '/problems/publication-rule-broken' } })
  const preview = { bankVersionId: content.bankVersionId, blueprint: withForms([]).blueprint }
  const { body } = await call<ExamPreview>('POST', 'exam-previews', preview)
  t.match(body, { feasible: false, sampleForms: [] })
  t.ok(body.findings.some(({ pointer }) => pointer === '/delivery/forms'))
})

t.test('forms that break the blueprint may stand in a draft, told where they do', async (t) => {
  const [form] = forms
  const twice = withForms(form ? [{ ...form, items: [...form.items.slice(1), 'I-2'] }] : [])
  t.equal((await call('PUT', exam, twice)).status, 200)
  const plan = { bankVersionId: content.bankVersionId, blueprint: twice.blueprint }
  const { body } = await call<ExamPreview>('POST', 'exam-previews', plan)
  t.equal(body.feasible, false)
  t.ok(body.findings.some(({ pointer }) => pointer === '/delivery/forms/0/items/19'))
  const refused = await call('POST', `${exam}/publication`, { waiver: 'no notice' })
  t.match(refused, { status: 409, body: { type: '/problems/publication-rule-broken' } })
})

t.test('with its forms it is published, and candidates get one of them each', async (t) => {
  t.equal((await call('PUT', exam, withForms(forms))).status, 200)
  const plan = { bankVersionId: content.bankVersionId, blueprint: withForms(forms).blueprint }
  const { body } = await call<ExamPreview>('POST', 'exam-previews', plan)
  t.match(body, { feasible: true, overlap: 0.5, cells: [{ exposure: 0.5 }] })
  t.equal(body.sampleForms.length, 2)
  const published = await call('POST', `${exam}/publication`, { waiver: 'no notice' })
  t.equal(published.status, 200, JSON.stringify(published.body))

  const examId = first.body.id
  const sat = await sit(deps, candidate, examId)
  const { attemptId } = await startAttempt(deps, colleague, examId)
  for (const id of [sat, attemptId]) {
    const frame = await deps.frozen.frame(id)
    const given = frame?.form.items.map(({ item }) => item).toSorted()
    t.ok(forms.some((form) => form.items.toSorted().join() === given?.join()))
  }
})

t.test('the exported exam is checked offline as any other', async (t) => {
  clock.advance(30 * 3600)
  const { status, body } = await call<ExamBundle>('GET', `${exam}/bundle`)
  t.equal(status, 200, JSON.stringify(body).slice(0, 500))
  t.match(checkBundle(body, isSigned), { valid: true, checked: { forms: 2 }, findings: [] })
  const [left, right] = forms
  if (!left || !right) throw new Error('two forms expected')
  const swapped = [
    { ...left, items: right.items },
    { ...right, items: left.items },
  ]
  const { blueprint } = withForms(swapped)
  const { findings } = checkBundle({ ...body, blueprint } as ExamBundle, isSigned)
  t.ok(findings.some((finding) => /not the one its seed gives/.test(finding)))
})
