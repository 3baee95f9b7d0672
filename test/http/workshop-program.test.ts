import t from 'tap'
import type { BankFrame } from '../../src/domain/bank/compose-bank.ts'
import { faultsOfChain, type LogEntry } from '../../src/domain/log-chain.ts'
import { inScope, read, SYSTEM } from '../../src/store/scope.ts'
import { addBankVersion } from '../../src/workflows/add-bank-version.ts'
import { approveBank } from '../../src/workflows/approve-bank.ts'
import { submitAttempt } from '../../src/workflows/close-attempt.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
import { judgeItems } from '../../src/workflows/judge-items.ts'
import { addPerson } from '../../src/workflows/manage-persons.ts'
import { publishExam } from '../../src/workflows/publish-exam.ts'
import { saveEntries } from '../../src/workflows/save-entries.ts'
import { screenExam } from '../../src/workflows/screen-exam.ts'
import { startAttempt } from '../../src/workflows/start-attempt.ts'
import { amendKey } from '../support/amend-key.ts'
import { aBank, aBlueprint, anItem, aText, itemsOf } from '../support/builders.ts'
import { startTestService } from '../support/test-service.ts'
import { draftFor, foundTwoBranches, rightAnswers, type Signed } from '../support/two-branches.ts'
import { workshopClient } from '../support/workshop-client.ts'

t.setTimeout(240_000)

const application = await startTestService(t)
const { server, deps } = application
const { own, foreign, content } = await foundTwoBranches(application)
const { organizer: ann, administrator: ben } = own.people
const cat = foreign.people.organizer

const call = workshopClient(server)
const take = (by: Signed, program: string, frame: Readonly<Partial<BankFrame>> = {}) =>
  call(by, 'POST', '', { document: aBank({ ...frame, program, items: [anItem()] }), note: '' })
const approve = (by: Signed, program: string, revision: number) =>
  call(by, 'POST', `/${program}/frame/approval`, { revision, note: 'as agreed' })
const release = (program: string) => call(ann, 'POST', `/${program}/release`)
const frameOf = async (by: Signed, program: string) =>
  (await call(by, 'GET', `/${program}/frame`)).body
async function makeLive(program: string) {
  const items = [{ itemId: 'I-1', revision: 1 }]
  for (const act of ['reviewed', 'made-live'] as const) {
    await judgeItems(deps, ben.personId, { program, act, items, note: '' })
  }
}
const renamed = { title: aText('改过的名称', 'A new name') }

t.test('a changed frame is used once somebody else approved it', async (t) => {
  const program = 'framed'
  await take(ann, program)
  t.match(await frameOf(ann, program), { revision: 1, approvedRevision: null, mine: true })
  // Items may be judged before the frame, or after it.
  await makeLive(program)
  t.equal((await release(program)).body.type, '/problems/second-person-required')
  const self = await approve(ann, program, 1)
  t.equal(self.body.type, '/problems/second-person-required')
  const first = await approve(ben, program, 1)
  t.strictSame(first.body, { program, revision: 1, approvedRevision: 1, returned: false })
  t.equal((await approve(cat, program, 1)).body.type, '/problems/already-decided')
  t.equal((await release(program)).body.title.en, aBank().title.en)
  await take(ben, program, renamed)
  t.equal((await release(program)).body.version, 1, 'what is proposed is not released')
  await take(cat, program, renamed)
  const view = await frameOf(cat, program)
  t.match(view, { revision: 2, approvedRevision: 1, mine: false }, 'the same words are kept once')
  t.match(view.revisions, [
    { revision: 1, author: null, approval: { approver: null, note: 'as agreed' } },
    { revision: 2, content: renamed, approval: null },
  ])
  t.equal((await frameOf(ann, program)).revisions[0].approval.approver, ben.name)
  t.equal((await approve(ben, program, 2)).body.type, '/problems/second-person-required')
  t.equal((await approve(ann, program, 1)).body.type, '/problems/already-decided')
  t.equal((await approve(ann, program, 3)).status, 404)
  t.equal((await approve(cat, program, 2)).status, 200)
  t.match((await release(program)).body, { version: 2, title: renamed.title })
  t.equal((await approve(ann, 'nowhere', 1)).status, 404)
  t.equal((await call(ann, 'GET', '/nowhere/frame')).status, 404)
  const log = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<LogEntry[]>`
      select chain, number, to_char(logged_at at time zone 'UTC',
          'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "loggedAt", actor, act, subject, detail,
        previous_hash as "previousHash", hash
      from log_entry where chain = ${`bank:${program}`} order by number`,
  )
  t.strictSame(faultsOfChain(log), [])
  const framed = log.filter(({ act }) => act.startsWith('bank-frame-'))
  t.strictSame(
    framed.map(({ act, actor, detail }) => [act, actor, detail['revision']]),
    [
      ['bank-frame-proposed', ann.personId, 1],
      ['bank-frame-approved', ben.personId, 1],
      ['bank-frame-proposed', ben.personId, 2],
      ['bank-frame-approved', cat.personId, 2],
    ],
  )
  t.equal(framed[3]?.detail['digest'], framed[2]?.detail['digest'], 'approved as proposed')
})

t.test('a frame that was sent back is not approved; a new proposal may be', async (t) => {
  const program = 'sent-back'
  const sendBack = (by: Signed, revision: number, note = 'a post is missing') =>
    call(by, 'POST', `/${program}/frame/return`, { revision, note })
  await take(ann, program)
  t.match(await sendBack(ben, 1, '  '), { status: 422, body: { type: '/problems/invalid-input' } })
  t.strictSame((await sendBack(ben, 1)).body, {
    program,
    revision: 1,
    approvedRevision: null,
    returned: true,
  })
  t.equal((await sendBack(cat, 1)).body.type, '/problems/already-decided')
  const told = await frameOf(ann, program)
  t.match(told, { returned: true, mine: true }, 'its author sees that it was, by whom and why')
  t.match(told.revisions[0].return, { returner: ben.name, note: 'a post is missing' })
  t.equal((await frameOf(cat, program)).revisions[0].return.returner, null)
  t.equal((await approve(cat, program, 1)).body.type, '/problems/already-decided')
  await take(ann, program)
  const again = await frameOf(ann, program)
  t.match(again, { revision: 2, returned: false }, 'the same words may be proposed again')
  await take(ann, program)
  t.match(await frameOf(ann, program), { revision: 2 }, 'but once')
  t.equal((await sendBack(ben, 1)).body.type, '/problems/already-decided', 'not the old one')
  t.equal((await approve(ben, program, 2)).status, 200)
  t.equal((await sendBack(cat, 2)).body.type, '/problems/already-decided', 'nor what is approved')
  t.equal(
    (await call(ann, 'POST', '/nowhere/frame/return', { revision: 1, note: 'x' })).status,
    404,
  )
  const acts = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ act: string; actor: string }[]>`select act, actor from log_entry
      where chain = ${`bank:${program}`} and act like 'bank-frame-%' order by number`,
  )
  t.strictSame(
    acts.map(({ act, actor }) => [act, actor]),
    [
      ['bank-frame-proposed', ann.personId],
      ['bank-frame-returned', ben.personId],
      ['bank-frame-proposed', ann.personId],
      ['bank-frame-approved', ben.personId],
    ],
  )
})

t.test('of several people who approve at once one does', async (t) => {
  await take(ann, 'raced')
  const answers = await Promise.all([ben, cat, ben].map((by) => approve(by, 'raced', 1)))
  t.strictSame(answers.map(({ status }) => status).toSorted(), [200, 409, 409])
})

t.test('the database itself lets no author approve a frame', async (t) => {
  const program = 'guarded'
  await take(ann, program)
  await take(ben, program, renamed)
  const insert = (revision: number, by: Signed) =>
    inScope(
      deps.sql,
      SYSTEM,
      (tx) => tx`insert into frame_approval values
        (${program}, ${revision}, '', ${by.personId}, now())`,
    )
  await t.rejects(insert(2, ann), /a frame needs a second person/, 'whose words went before')
  await t.rejects(insert(2, ben), /a frame needs a second person/)
  await t.rejects(insert(1, cat), /a newer frame is proposed/)
  await t.rejects(insert(3, cat), /needs its frame/)
  const sendBack = (revision: number, note: string) =>
    inScope(
      deps.sql,
      SYSTEM,
      (tx) => tx`insert into frame_return values
        (${program}, ${revision}, ${note}, ${cat.personId}, now())`,
    )
  await t.rejects(sendBack(2, ' '), /frame_return_says_why/)
  await t.rejects(sendBack(1, 'why'), /a newer frame is proposed/)
  await t.rejects(sendBack(3, 'why'), /needs its frame/)
  await sendBack(2, 'why')
  await t.rejects(insert(2, cat), /this frame was returned/)
  await take(ann, program)
  await insert(3, cat)
  await t.rejects(sendBack(3, 'why'), /this frame is approved/)
  t.match(await frameOf(cat, program), { approvedRevision: 3 })
})

t.test('health is forecast by each blueprint of the latest version', async (t) => {
  const program = 'healthy'
  const cells = [{ competency: 'rules', level: 'know', itemCount: 2 } as const]
  const capped = { ...aBlueprint({ cells }), constraints: { exposureCap: 0.25 } }
  const excluding = { ...aBlueprint({ cells }), constraints: { exclude: ['rules-know-1'] } }
  const document = aBank({ program, items: itemsOf('rules', 'know', 5) })
  t.equal((await call(ann, 'GET', `/${program}/health?forms=10`)).status, 404)
  await addBankVersion(deps, null, { document, blueprints: [capped, excluding] })
  const { status, body } = await call(ann, 'GET', `/${program}/health?forms=10&sightings=20`)
  t.equal(status, 200)
  t.match(body, { version: 1, formCount: 0, formsPerExam: 10, sightingsLimit: 20 })
  const cell = { competency: 'rules', level: 'know', needed: 2 }
  t.strictSame(
    body.blueprints.map(({ exposureCap, cells: rows }: Record<string, unknown>) => [
      exposureCap,
      rows,
    ]),
    [
      // Each of five is on 4 of 10 forms: more than a quarter.
      [
        0.25,
        [
          {
            ...cell,
            total: 5,
            usable: 5,
            sightingsPerExam: 4,
            examsUntilFirst: 1,
            examsUntilTooFew: 1,
          },
        ],
      ],
      // Each of four is on 5 of 10 forms, and on twenty after four exams.
      [
        null,
        [
          {
            ...cell,
            total: 4,
            usable: 4,
            sightingsPerExam: 5,
            examsUntilFirst: 4,
            examsUntilTooFew: 4,
          },
        ],
      ],
    ],
  )
  t.equal((await call(ann, 'GET', `/${program}/health`)).status, 422, 'how many forms?')
})

t.test('health starts from the forms there were', async (t) => {
  const bank = await deps.frozen.bank(content.bankVersionId)
  const { program } = bank
  const blueprint = aBlueprint({ cells: [{ competency: 'rules', level: 'know', itemCount: 2 }] })
  await addBankVersion(deps, null, { document: { ...bank, ...renamed }, blueprints: [blueprint] })
  const { body } = await call(ann, 'GET', `/${program}/exposure`)
  const counts = new Map<string, number>(
    body.items.map((row: { itemId: string; formCount: number }) => [row.itemId, row.formCount]),
  )
  const most = Math.max(...counts.values())
  const cell = bank.items.filter(
    ({ competency, level }) => competency === 'rules' && level === 'know',
  )
  const usable = cell.filter(({ id }) => (counts.get(id) ?? 0) < most)
  const health = await call(ann, 'GET', `/${program}/health?forms=3&sightings=${most}`)
  t.match(health.body, { version: 2, formCount: body.formCount })
  t.match(health.body.blueprints[0].cells, [{ total: cell.length, usable: usable.length }])
  t.ok(usable.length < cell.length, 'some stood on the most forms')
})

t.test('performance is that of final exams in the branches the reader covers', async (t) => {
  const { program } = await deps.frozen.bank(content.bankVersionId)
  const seen = async (by: Signed) => (await call(by, 'GET', `/${program}/performance`)).body
  t.strictSame(await seen(ann), { examCount: 0, attemptCount: 0, items: [] }, 'none is final yet')
  const { colleague } = own.people
  const entries = await rightAnswers(deps, own.runningAttemptId)
  await saveEntries(deps, colleague.personId, { attemptId: own.runningAttemptId, entries })
  await submitAttempt(deps, colleague.personId, own.runningAttemptId)
  await screenExam(deps, own.examId)
  const forms = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ form: { items: { item: string }[] } }[]>`
      select form from attempt where exam_id = ${own.examId}`,
  )
  const { examCount, attemptCount, items } = await seen(ann)
  t.strictSame([examCount, attemptCount], [1, 2])
  const counts = new Map<string, number>()
  for (const { item } of forms.flatMap(({ form }) => form.items)) {
    counts.set(item, (counts.get(item) ?? 0) + 1)
  }
  t.ok(counts.size > 0)
  t.strictSame(
    items,
    [...counts]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      // Two people's answers would show through a share.
      .map(([itemId, presented]) => ({
        itemId,
        presented,
        correctShare: null,
        medianSeconds: null,
      })),
  )
  t.strictSame(await seen(cat), { examCount: 0, attemptCount: 0, items: [] }, 'of another branch')
})

t.test('what is shown is the share of those who had the item before them', async (t) => {
  const by = own.people.administrator.personId
  const persons: string[] = []
  for (let number = 0; number < 8; number += 1) {
    const added = { name: 'A Candidate', unitId: own.office.id, post: null, rank: 'clerk' } as const
    persons.push((await addPerson(deps, by, { ...added, account: `sitter-${number}` })).personId)
  }
  const document = aBank({ program: 'solved', items: itemsOf('rules', 'know', 6) })
  const bankVersionId = await addBankVersion(deps, null, { document, blueprints: [] })
  await approveBank(deps, by, { bankVersionId, note: '' })
  const units = { unitId: own.unit.id, audienceUnitIds: [own.office.id] }
  const blueprint = aBlueprint({ cells: [{ competency: 'rules', level: 'know', itemCount: 6 }] })
  const draft = { ...draftFor({ ...content, bankVersionId }, units, deps.now()), blueprint }
  const examId = await draftExam(deps, ann.personId, { draft, simulated: false })
  await publishExam(deps, ann.personId, { examId, waiver: 'a test needs no notice' })
  for (const [number, personId] of persons.entries()) {
    const candidate = { personId, unitPath: own.office.path }
    const { attemptId } = await startAttempt(deps, candidate, examId)
    // Two of eight leave everything blank.
    const entries = number < 2 ? [] : await rightAnswers(deps, attemptId)
    if (entries.length > 0) await saveEntries(deps, personId, { attemptId, entries })
    await submitAttempt(deps, personId, attemptId)
  }
  await screenExam(deps, examId)
  const { body } = await call(ann, 'GET', '/solved/performance')
  t.equal(body.attemptCount, 8)
  t.strictSame(
    body.items.map((row: { itemId: string }) => row.itemId),
    document.items.map(({ id }) => id),
  )
  for (const row of body.items) {
    t.match(row, { presented: 8, correctShare: { value: 0.75 } }, row.itemId)
    t.ok(row.correctShare.low < 0.75 && row.correctShare.high > 0.75)
    t.ok(row.medianSeconds >= 0 && row.medianSeconds < 1, 'answered within moments')
  }
  const item = document.items[0]?.id ?? ''
  await amendKey(deps, { examId, itemId: item }, { proposer: ann.personId, approver: by })
  const after = await call(ann, 'GET', '/solved/performance')
  t.equal(after.body.items.length, 5, 'what counts no more is neither right nor wrong')
})
