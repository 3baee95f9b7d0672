import t, { type Test } from 'tap'
import type { MyPanelView, PanelView } from '../../src/domain/scheduling/panel-views.ts'
import { addBankVersion } from '../../src/workflows/add-bank-version.ts'
import { approveBank } from '../../src/workflows/approve-bank.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
import { aBank, aBlueprint, anItem, aText, itemsOf } from '../support/builders.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'
import { draftFor, foundTwoBranches, type Signed } from '../support/two-branches.ts'

t.setTimeout(240_000)

const clock = createTestClock(new Date('2026-05-04T08:00:00Z'))
const application = await startTestService(t, clock)
const { server, deps } = application
const { own, content, founder } = await foundTwoBranches(application)
const { organizer: ann, administrator: ben, bare, adviser, candidate } = own.people

interface Problem {
  type: string
  errors: { pointer: string; detail: string }[]
}
async function call<Body = Problem>(
  by: Signed,
  method: 'GET' | 'POST',
  url: string,
  payload?: object,
) {
  const headers = { authorization: `Bearer ${by.token}` }
  const answer = await server.inject({ method, url, headers, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.json() as Body }
}
const refusal = (code: string) => ({ body: { type: `/problems/${code}` } })

/** ln(.67 / .33): how far above its difficulty a Rasch item lies in an RP67 booklet. */
const RP67 = 0.7081850579244859

const measured = (difficulty: number, guessing = 0) => ({
  provenance: 'calibrated' as const,
  note: 'known to the test',
  values: { discrimination: 1, difficulty, guessing },
})
/** In no order of difficulty: b of the i-th is 1, -1, 3, 0, 2. */
const items = itemsOf('rules', 'know', 5).map((item, index) => ({
  ...item,
  parameters: measured([1, -1, 3, 0, 2][index] ?? 0),
}))
const guessed = anItem({ id: 'coin', competency: 'rules', parameters: measured(0, 0.7) })
const [b1, low, high, b0, b2] = items.map(({ id }) => id)
const bankVersionId = await addBankVersion(deps, null, {
  document: aBank({ program: 'marked', items: [...items, guessed] }),
  blueprints: [],
})
await approveBank(deps, founder.personId, { bankVersionId, note: 'read' })
const level = (id: string, zh: string, en: string) => {
  return { id, name: aText(zh, en), borderline: aText('刚好', 'Just so') }
}
const input = {
  unitId: own.unit.id,
  bankVersionId,
  method: 'bookmark',
  title: aText('合格线', 'The cut'),
  levels: [level('pass', '合格', 'Pass'), level('good', '良好', 'Good')],
  items: items.map(({ id }) => id),
}

const begun = await call<PanelView>(ann, 'POST', '/api/panels', input)
const { panelId } = begun.body
const url = `/api/panels/${panelId}`
const mine = `/api/my/panels/${panelId}`
const place = (by: Signed, pass: number, good?: number, round = 1) =>
  call(by, 'POST', `${mine}/bookmarks`, {
    round,
    bookmarks: [
      { level: 'pass', page: pass },
      ...(good === undefined ? [] : [{ level: 'good', page: good }]),
    ],
  })
const turn = (act: string, round: number) =>
  call<PanelView>(ann, 'POST', `${url}/rounds`, { act, round })
const view = async () => (await call<PanelView>(ann, 'GET', url)).body
const near = (t: Test, found: number | null | undefined, wanted: number) =>
  t.ok(Math.abs((found ?? 99) - wanted) < 1e-9, `${found} is ${wanted}`)

t.test('a booklet goes from the easiest to the hardest, and tells no difficulty', async (t) => {
  t.match(begun, { status: 201, body: { method: 'bookmark', itemCount: 5 } })
  const withCoin = { ...input, items: [...input.items, 'coin'] }
  t.match(await call(ann, 'POST', '/api/panels', withCoin), {
    status: 422,
    body: { errors: [{ pointer: '/items/5' }] },
  })
  t.equal((await call(ann, 'POST', '/api/panels', { ...withCoin, method: 'angoff' })).status, 201)
  t.equal((await call(ann, 'POST', '/api/panels', { ...input, method: 'guess' })).status, 422)
  const accounts = [bare.account, adviser.account, candidate.account]
  t.equal((await call(ann, 'POST', `${url}/judges`, { accounts })).status, 200)
  const { body } = await call<MyPanelView>(bare, 'GET', mine)
  t.strictSame(
    body.form.items.map(({ bankItemId }) => bankItemId),
    [low, b0, b1, b2, high],
  )
  t.match(body.form.items[0], { position: 1, keys: [{ kind: 'options' }] })
  t.match(body, { method: 'bookmark', asked: 2, bookmarks: [] })
  t.notMatch(JSON.stringify(body), /difficulty|discrimination|location/)
})

t.test('bookmarks count in the open round alone, and stay their judge’s', async (t) => {
  t.match(await place(bare, 3), refusal('changed-meanwhile'), 'not before it opens')
  await turn('opened', 1)
  t.equal((await place(bare, 5, 5)).status, 200)
  t.equal((await place(bare, 3, 5)).status, 200, 'a judge may move them')
  t.equal((await place(adviser, 4)).status, 200, 'one level at a time')
  t.match(await place(ann, 3), { status: 404 }, 'the organizer is no judge')
  t.match(await place(bare, 7), { body: { errors: [{ pointer: '/bookmarks/0/page' }] } })
  t.equal((await place(bare, 0)).status, 422)
  t.equal((await place(bare, 1.5)).status, 422)
  const wrong = (bookmarks: object[]) =>
    call(bare, 'POST', `${mine}/bookmarks`, { round: 1, bookmarks })
  t.match(await wrong([{ level: 'best', page: 1 }]), {
    body: { errors: [{ pointer: '/bookmarks/0/level' }] },
  })
  const pass = { level: 'pass', page: 1 }
  t.match(await wrong([pass, pass]), { body: { errors: [{ pointer: '/bookmarks/1' }] } })
  const ratings = [{ level: 'pass', item: b1, probability: 0.5 }]
  t.equal((await call(bare, 'POST', `${mine}/ratings`, { round: 1, ratings })).status, 422)
  const during = await view()
  t.strictSame(
    during.judges.map(({ name, rated }) => [name, rated]),
    [
      [adviser.name, 1],
      [bare.name, 2],
      [candidate.name, 0],
    ],
  )
  t.strictSame(during.rounds, [], 'counts are no views')
  const { body } = await call<MyPanelView>(adviser, 'GET', mine)
  t.match(body, { rated: 1, bookmarks: [{ level: 'pass', page: 4 }], feedback: [] })
  t.notMatch(JSON.stringify(body), new RegExp(bare.name))
})

t.test('the end of the round brings cuts with their error, and feedback', async (t) => {
  const [round] = (await turn('closed', 1)).body.rounds
  const [pass, good] = round?.levels ?? []
  // Page 3 lies midway between b = 0 and 1, page 4 between 1 and 2: mean 1, SD 1 / sqrt(2).
  near(t, pass?.cut?.theta, 1 + RP67)
  near(t, pass?.cut?.thetaStandardError, 0.5)
  // A Rasch curve: the sum of 1 / (1 + exp(b - theta)).
  const rawAt = (theta: number) =>
    [-1, 0, 1, 2, 3].reduce((sum, b) => sum + 1 / (1 + Math.exp(b - theta)), 0)
  near(t, pass?.cut?.raw, rawAt(1 + RP67))
  t.strictSame(pass?.judges.map(({ page }) => page).toSorted(), [3, 4])
  near(t, good?.cut?.theta, 2.5 + RP67)
  t.equal(good?.cut?.thetaStandardError, null, 'one judge has no error')
  t.strictSame(good?.incomplete, [adviser.name])
  t.notOk(pass?.findings.some(({ code }) => code === 'order-assumed'))
  t.match(await place(bare, 3), refusal('changed-meanwhile'), 'too late')
  const { body } = await call<MyPanelView>(bare, 'GET', mine)
  t.match(body.feedback, [
    { level: 'pass', page: 3, pages: [3, 4], judgeCount: 2 },
    { level: 'good', page: 5, pages: [5] },
  ])
  near(t, body.feedback[0]?.panelTheta, 1 + RP67)
  t.notMatch(JSON.stringify(body), new RegExp(adviser.name), 'the others stay unnamed')
  const other = (await call<MyPanelView>(adviser, 'GET', mine)).body
  t.strictSame(
    other.feedback.map((one) => one.level),
    ['pass'],
    'on what they have placed',
  )
})

t.test('cuts are concluded, signed by another, and adopted by an exam', async (t) => {
  await turn('opened', 2)
  const { body: next } = await call<MyPanelView>(bare, 'GET', mine)
  t.match(next, { bookmarks: [], bookmarksBefore: [{ page: 5 }, { page: 3 }] })
  await place(bare, 3, 5, 2)
  await place(adviser, 3, 2, 2)
  await turn('closed', 2)
  const conclude = (pass: number, good: number, reason = '') =>
    call<PanelView & Problem>(ann, 'POST', `${url}/conclusions`, {
      cuts: [
        { level: 'pass', cut: pass },
        { level: 'good', cut: good },
      ],
      reason,
    })
  // Page 3 lies at 0.5, pages 5 and 2 at 2.5 and -0.5, which is 1 on average.
  const pass = 0.5 + RP67
  const good = 1 + RP67
  t.match(await conclude(pass, good + 1), { body: { errors: [{ pointer: '/reason' }] } })
  t.match(await conclude(pass, pass, 'one cut is enough for us'), {
    body: { errors: [{ pointer: '/cuts' }] },
  })
  const { body } = await conclude(pass, good)
  t.match(body, { state: 'concluded', conclusions: [{ round: 2 }] })
  near(t, body.conclusions[0]?.cuts[1]?.judged, good)
  const verdict = `${url}/conclusions/${body.conclusions[0]?.conclusionId}/verdict`
  const yes = { approved: true, note: '' }
  t.match(await call(ann, 'POST', verdict, yes), refusal('second-person-required'))
  t.match(await call(bare, 'POST', verdict, yes), { status: 403 })
  t.match((await call(ben, 'POST', verdict, yes)).body, { state: 'signed' })
  t.match(await place(bare, 3, 4, 2), refusal('changed-meanwhile'))
  t.notOk((await broken({ panelId })).has('cut-has-basis'))
  t.ok((await broken({})).has('cut-has-basis'))
})

t.test('who saw the keys as a judge is no candidate, unless it is waived', async (t) => {
  const rule = 'judges-are-no-candidates'
  const before = await broken({ panelId })
  t.notOk(before.has(rule), 'an invitation alone shows nothing')
  t.equal((await call(candidate, 'GET', mine)).status, 200)
  const after = await broken({ panelId })
  t.match(after.get(rule), { en: /\(1 have\)/, 'zh-CN': /现有 1 人/ })
  t.notOk((await broken({ panelId }, content.bankVersionId)).has(rule), 'other keys, other people')
  const draft = draftOf({ panelId })
  const examId = await draftExam(deps, ann.personId, { draft, simulated: false })
  const publish = (waiver: string | null) =>
    call(ann, 'POST', `/api/exams/${examId}/publication`, { waiver })
  const refused = await publish(null)
  t.ok(refused.body.errors.some(({ pointer }) => pointer === `/rules/${rule}`))
  t.match(await publish('nobody else knows the office'), { status: 200 })
})

function draftOf(basis: object, version = bankVersionId) {
  const units = { unitId: own.unit.id, audienceUnitIds: [own.office.id] }
  const cells = [{ competency: 'rules', level: 'know' as const, itemCount: 5 }]
  const levels = [
    { id: 'none', name: aText('不合格', 'Fail'), cut: null },
    { id: 'pass', name: aText('合格', 'Pass'), cut: 0.5 + RP67 },
    { id: 'good', name: aText('良好', 'Good'), cut: 1 + RP67 },
  ]
  const blueprint = aBlueprint({ cells, levels, passingLevel: 'pass' })
  const draft = draftFor({ ...content, bankVersionId: version }, units, deps.now())
  return { ...draft, blueprint, ...basis }
}

/** The broken rules of a preview, with what they say. */
async function broken(basis: object, version = bankVersionId) {
  const { blueprint, policyVersionId, window, audienceUnitIds } = draftOf(basis, version)
  const exam = { bankVersionId: version, blueprint, policyVersionId, window, audienceUnitIds }
  const { body } = await call<{ rules: { rule: string; met: boolean; message: object }[] }>(
    ann,
    'POST',
    '/api/exam-previews',
    { ...exam, ...basis },
  )
  return new Map(body.rules.filter(({ met }) => !met).map(({ rule, message }) => [rule, message]))
}
