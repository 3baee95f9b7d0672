import t from 'tap'
import { faultsOfChain, type LogEntry } from '../../src/domain/log-chain.ts'
import type { MyPanelView, PanelView } from '../../src/domain/scheduling/panel-views.ts'
import { read, SYSTEM } from '../../src/store/scope.ts'
import { addBankVersion } from '../../src/workflows/add-bank-version.ts'
import { approveBank } from '../../src/workflows/approve-bank.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
import { screenExam } from '../../src/workflows/screen-exam.ts'
import { aBank, aBlueprint, aText, itemsOf } from '../support/builders.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'
import { addSigned, draftFor, foundTwoBranches, type Signed } from '../support/two-branches.ts'

t.setTimeout(240_000)

const clock = createTestClock(new Date('2026-05-04T08:00:00Z'))
const application = await startTestService(t, clock)
const { server, deps } = application
const { own, foreign, content, founder } = await foundTwoBranches(application)
const { organizer: ann, administrator: ben, bare, adviser } = own.people

async function call<Body = { type: string; errors: { pointer: string }[] }>(
  by: Signed,
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  payload?: object,
) {
  const headers = { authorization: `Bearer ${by.token}` }
  const answer = await server.inject({ method, url, headers, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.json() as Body }
}
const refusal = (code: string) => ({ body: { type: `/problems/${code}` } })

const items = itemsOf('rules', 'know', 6)
const program = 'judged'
const bankVersionId = await addBankVersion(deps, null, {
  document: aBank({ program, items }),
  blueprints: [],
})
await approveBank(deps, founder.personId, { bankVersionId, note: 'read' })
const ids = items.map(({ id }) => id)
const level = { id: 'pass', name: aText('合格', 'Pass'), borderline: aText('刚好', 'Just so') }
const input = {
  unitId: own.unit.id,
  bankVersionId,
  title: aText('合格线', 'The cut'),
  levels: [level],
  items: ids,
}
const office = { id: own.office.id, path: own.office.path }
const judge = (account: string) =>
  addSigned(application, { account, unit: office, by: ben.personId })

const begun = await call<PanelView>(ann, 'POST', '/api/panels', input)
const { panelId } = begun.body
const url = `/api/panels/${panelId}`
const mine = `/api/my/panels/${panelId}`
const rate = (by: Signed, probability: number, list = ids, round = 1) =>
  call(by, 'POST', `${mine}/ratings`, {
    round,
    ratings: list.map((item) => ({ level: 'pass', item, probability })),
  })
const turn = (act: string, round: number) =>
  call<PanelView>(ann, 'POST', `${url}/rounds`, { act, round })
const conclude = (by: Signed, cut: number, reason = '') =>
  call<PanelView>(by, 'POST', `${url}/conclusions`, { cuts: [{ level: 'pass', cut }], reason })

t.test('a panel begins with items of its bank, and judges of its branch', async (t) => {
  t.match(begun, { status: 201, body: { state: 'preparing', round: 0, itemCount: 6, judges: [] } })
  const wrong = { ...input, items: [...ids.slice(1), 'nothing'] }
  t.match(await call(ann, 'POST', '/api/panels', wrong), {
    status: 422,
    body: { errors: [{ pointer: '/items/5' }] },
  })
  const invite = (accounts: string[]) => call(ann, 'POST', `${url}/judges`, { accounts })
  t.match(await turn('opened', 1), { status: 422 }, 'no round without judges')
  const outside = await invite([foreign.people.adviser.account])
  t.match(outside, { status: 422, body: { errors: [{ pointer: '/accounts/0' }] } })
  t.equal((await invite([bare.account, adviser.account])).status, 200)
  t.equal((await invite([bare.account])).status, 200, 'twice is once')
  const { body } = await call<PanelView>(ann, 'GET', url)
  t.equal(body.judges.length, 2)
})

t.test('judges see items with keys and no parameters, and nobody else does', async (t) => {
  const { status, body } = await call<MyPanelView>(bare, 'GET', mine)
  t.equal(status, 200)
  t.equal(body.form.items.length, 6)
  t.match(body.form.items[0], { bankItemId: ids[0], keys: [{ kind: 'options' }] })
  t.notMatch(JSON.stringify(body), /difficulty|discrimination/)
  t.match(await call(own.people.candidate, 'GET', mine), { status: 404 })
  const listed = await call<{ panels: unknown[] }>(bare, 'GET', '/api/my/panels')
  t.match(listed.body.panels, [{ panelId, state: 'preparing', asked: 6 }])
  const nobody = await call<{ panels: unknown[] }>(own.people.candidate, 'GET', '/api/my/panels')
  t.strictSame(nobody.body.panels, [])
})

t.test(
  'ratings count in the open round alone, and stay their judge’s until it closes',
  async (t) => {
    t.match(await rate(bare, 0.5), refusal('changed-meanwhile'), 'not before it opens')
    t.match(await turn('opened', 2), refusal('changed-meanwhile'), 'rounds come in turn')
    t.equal((await turn('opened', 1)).status, 200)
    t.match(await turn('opened', 1), refusal('changed-meanwhile'), 'nor twice')
    t.equal((await rate(bare, 0.9)).status, 200)
    t.equal((await rate(bare, 0.7)).status, 200, 'a judge may think again')
    t.equal((await rate(adviser, 0.5, ids.slice(1))).status, 200)
    t.match(await rate(ann, 0.5), { status: 404 }, 'the organizer is no judge')
    t.match(await rate(bare, 0.5, ['nothing']), { status: 422 })
    t.match(await rate(bare, 1.5), { status: 422 })
    const { body: during } = await call<PanelView>(ann, 'GET', url)
    t.strictSame(during.judges.map(({ rated }) => rated).toSorted(), [5, 6], 'counts are no views')
    t.strictSame(during.rounds, [])
    const { body: own } = await call<MyPanelView>(adviser, 'GET', mine)
    t.strictSame(own.feedback, [])
    t.equal(own.ratings.length, 5)
    t.match(await conclude(ann, 0), refusal('changed-meanwhile'), 'nothing is concluded meanwhile')
    t.equal((await rate(adviser, 0.5)).status, 200)
  },
)

t.test('feedback comes with the end of the round', async (t) => {
  const { body } = await turn('closed', 1)
  const [round] = body.rounds
  // 6 items at 0.7 and at 0.5: 4.2 and 3, mean 3.6, SE 0.6.
  const near = (found: number | null | undefined, wanted: number) =>
    t.ok(Math.abs((found ?? 99) - wanted) < 1e-9, `${found} is ${wanted}`)
  near(round?.levels[0]?.cut?.raw, 3.6)
  near(round?.levels[0]?.cut?.rawStandardError, 0.6)
  t.ok(round?.levels[0]?.findings.some(({ code }) => code === 'few-judges'))
  t.match(await rate(bare, 0.6), refusal('changed-meanwhile'), 'too late')
  const { body: view } = await call<MyPanelView>(bare, 'GET', mine)
  near(view.feedback[0]?.distance, 0.6)
  near(view.feedback[0]?.panelRaw, 3.6)
  t.notMatch(JSON.stringify(view), new RegExp(adviser.name), 'the others stay unnamed')
  await turn('opened', 2)
  const { body: next } = await call<MyPanelView>(bare, 'GET', mine)
  t.strictSame(next.ratings, [], 'a round begins empty')
  t.equal(next.before.length, 6, 'beside what the judge said before')
  await rate(bare, 0.7, ids, 2)
  await rate(adviser, 0.6, ids, 2)
  t.equal((await turn('closed', 2)).body.rounds.length, 2)
})

t.test('a cut is concluded by one, signed by another, and by no judge', async (t) => {
  const { body: view } = await call<PanelView>(ann, 'GET', url)
  const judged = view.rounds[0]?.levels[0]?.cut?.theta ?? Number.NaN
  t.match(await conclude(ann, judged + 1), {
    status: 422,
    body: { errors: [{ pointer: '/reason' }] },
  })
  const { body: first } = await conclude(ann, judged + 0.1, 'a tenth above, to be careful')
  t.match(first, { state: 'concluded', maySign: false, mayConclude: false })
  const verdict = (by: Signed, conclusionId: string, approved: boolean) =>
    call<PanelView>(by, 'POST', `${url}/conclusions/${conclusionId}/verdict`, {
      approved,
      note: '',
    })
  const [newest] = first.conclusions
  const firstId = newest?.conclusionId ?? ''
  t.match(await verdict(ann, firstId, true), refusal('second-person-required'))
  t.match(await turn('opened', 3), refusal('already-decided'))
  const { body: returned } = await verdict(ben, firstId, false)
  t.match(returned, { state: 'discussing', conclusions: [{ approved: false }] })
  t.match(await verdict(ben, firstId, true), refusal('already-decided'))
  const cut = Number(judged.toFixed(3))
  const { body: second } = await conclude(ann, cut)
  const secondId = second.conclusions[0]?.conclusionId ?? ''
  t.match((await call<PanelView>(ben, 'GET', url)).body, { maySign: true })
  const { body: signed } = await verdict(ben, secondId, true)
  t.match(signed, { state: 'signed', cuts: [{ level: 'pass', cut }] })
  t.match(await conclude(ann, cut), refusal('already-decided'))
  t.match(await rate(bare, 0.6, ids, 2), refusal('changed-meanwhile'))
})

t.test('an exam adopts signed cuts, or says why not, or needs a waiver', async (t) => {
  const cut = (await call<PanelView>(ann, 'GET', url)).body.cuts?.[0]?.cut ?? Number.NaN
  const broken = async (basis: object, to = cut, version = bankVersionId) => {
    const draft = draftOf(to, version, basis)
    const preview = await call<{ rules: { rule: string; met: boolean }[] }>(
      ann,
      'POST',
      '/api/exam-previews',
      {
        bankVersionId: draft.bankVersionId,
        blueprint: draft.blueprint,
        policyVersionId: draft.policyVersionId,
        window: draft.window,
        audienceUnitIds: draft.audienceUnitIds,
        ...basis,
      },
    )
    return preview.body.rules.some(({ rule, met }) => rule === 'cut-has-basis' && !met)
  }
  t.equal(await broken({}), true)
  t.equal(await broken({ panelId }), false)
  t.equal(await broken({ panelId }, cut - 0.2), true, 'not with a cut of one’s own')
  t.equal(await broken({ panelId }, cut, content.bankVersionId), true, 'nor on another bank')
  t.equal(await broken({ cutReason: 'the law names this cut' }), false)
  t.equal(await broken({ cutReason: ' so ' }), true)
  const missing = { ...draftOf(cut, bankVersionId, { panelId: own.examId }) }
  t.match(await call(ann, 'POST', '/api/exams', missing), {
    status: 422,
    body: { errors: [{ pointer: '/panelId' }] },
  })
})

function draftOf(cut: number, version: string, basis: object) {
  const units = { unitId: own.unit.id, audienceUnitIds: [own.office.id] }
  const cells = [{ competency: 'rules', level: 'know' as const, itemCount: 5 }]
  const levels = [
    { id: 'none', name: aText('不合格', 'Fail'), cut: null },
    { id: 'pass', name: aText('合格', 'Pass'), cut },
  ]
  const blueprint = aBlueprint({ cells, levels, passingLevel: 'pass' })
  const draft = draftFor({ ...content, bankVersionId: version }, units, deps.now())
  return { ...draft, blueprint, ...basis }
}

t.test('a cut lowered once results are known is refused, and the try is in the log', async (t) => {
  const cut = (await call<PanelView>(ann, 'GET', url)).body.cuts?.[0]?.cut ?? Number.NaN
  const draft = draftOf(cut, bankVersionId, { panelId })
  const examId = await draftExam(deps, ann.personId, { draft, simulated: false })
  const path = `/api/exams/${examId}`
  const waiver = { waiver: 'a test needs no notice' }
  t.equal((await call(ann, 'POST', `${path}/publication`, waiver)).status, 200)
  t.match((await call(ann, 'GET', path)).body, { panelId, cutReason: null })
  clock.advance(3 * 86_400)
  await screenExam(deps, examId)
  const lowered = draftOf(cut - 1, bankVersionId, { panelId })
  t.match(await call(ann, 'PUT', path, draft), refusal('exam-not-draft'))
  t.match(await call(ann, 'PUT', path, lowered), refusal('exam-not-draft'))
  const log = await logOf(`exam:${examId}`)
  const tries = log.filter(({ act }) => act === 'cut-change-refused')
  t.match(tries, [
    {
      actor: ann.personId,
      detail: {
        stands: [{ level: 'pass', cut }],
        asked: [{ level: 'pass', cut: cut - 1 }],
        resultsKnown: true,
      },
    },
  ])
  t.equal(tries.length, 1, 'a try that leaves the cuts alone is none')
  const view = await call<{ blueprint: { levels: { cut: number }[] } }>(ann, 'GET', path)
  t.equal(view.body.blueprint.levels[1]?.cut, cut, 'and the cut stands')
})

t.test('who is to sit an exam on the bank judges none of its items', async (t) => {
  const late = await judge('late')
  const { body } = await call<PanelView>(ann, 'POST', '/api/panels', input)
  const other = `/api/panels/${body.panelId}`
  const invite = (person: Signed) =>
    call(ann, 'POST', `${other}/judges`, { accounts: [person.account] })
  t.equal((await invite(late)).status, 200)
  const view = () => call(late, 'GET', `/api/my/panels/${body.panelId}`)
  t.equal((await view()).status, 200)
  // From here on the whole office sits an exam on a bank of this program.
  const draft = draftOf(0, bankVersionId, { cutReason: 'needed for the test' })
  const examId = await draftExam(deps, ann.personId, { draft, simulated: false })
  const waiver = { waiver: 'a test needs no notice' }
  await call(ann, 'POST', `/api/exams/${examId}/publication`, waiver)
  t.match(await invite(own.people.candidate), refusal('conflict-of-interest'))
  t.match(await view(), refusal('conflict-of-interest'), 'nor who judged before')
})

t.test('who saw keys as a judge is counted on the next version of the bank too', async (t) => {
  const [first, ...others] = items
  const reworded = first ? [{ ...first, stem: aText('换了说法', 'Other words') }, ...others] : []
  const next = await addBankVersion(deps, null, {
    document: aBank({ program, items: reworded }),
    blueprints: [],
  })
  const unmet = async (version: string) => {
    const { blueprint, policyVersionId, window, audienceUnitIds } = draftOf(0, version, {})
    const asked = { bankVersionId: version, blueprint, policyVersionId, window, audienceUnitIds }
    const url = '/api/exam-previews'
    const { body } = await call<{ rules: { rule: string; met: boolean }[] }>(
      ann,
      'POST',
      url,
      asked,
    )
    return body.rules.filter(({ met }) => !met).map(({ rule }) => rule)
  }
  t.ok((await unmet(bankVersionId)).includes('judges-are-no-candidates'))
  t.ok((await unmet(next)).includes('judges-are-no-candidates'), 'most of what they saw is in it')
  t.notOk(
    (await unmet(content.bankVersionId)).includes('judges-are-no-candidates'),
    'not on another program',
  )
})

t.test('every act is in the panel’s log', async (t) => {
  const log = await logOf(`panel:${panelId}`)
  t.strictSame(faultsOfChain(log), [])
  const acts = new Set(log.map(({ act }) => act))
  for (const act of [
    'panel-created',
    'panel-judges-invited',
    'panel-items-viewed',
    'panel-round-opened',
    'panel-rated',
    'panel-round-closed',
    'panel-concluded',
    'panel-returned',
    'panel-signed',
  ]) {
    t.ok(acts.has(act), act)
  }
})

function logOf(chain: string): Promise<LogEntry[]> {
  return read(
    deps.sql,
    SYSTEM,
    (tx) => tx<LogEntry[]>`
      select chain, number, to_char(logged_at at time zone 'UTC',
          'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "loggedAt", actor, act, subject, detail,
        previous_hash as "previousHash", hash
      from log_entry where chain = ${chain} order by number`,
  )
}
