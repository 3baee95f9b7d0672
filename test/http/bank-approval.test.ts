import t from 'tap'
import { faultsOfChain, type LogEntry } from '../../src/domain/log-chain.ts'
import { inScope, read, SYSTEM } from '../../src/store/scope.ts'
import { approveFrame } from '../../src/workflows/approve-frame.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
import { judgeItems } from '../../src/workflows/judge-items.ts'
import { takeBank } from '../../src/workflows/take-bank.ts'
import { aBank, aBlueprint, anItem, aText, itemsOf } from '../support/builders.ts'
import { startTestService } from '../support/test-service.ts'
import { draftFor, foundTwoBranches, type Signed } from '../support/two-branches.ts'

t.setTimeout(240_000)

const application = await startTestService(t)
const { server, deps } = application
const { own, foreign, content } = await foundTwoBranches(application)
const { organizer: ann, administrator: ben } = own.people
const cat = foreign.people.organizer

async function call(by: Signed, method: 'GET' | 'POST', url: string, payload?: object) {
  const headers = { authorization: `Bearer ${by.token}` }
  const answer = await server.inject({ method, url, headers, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.json() }
}
const add = async (by: Signed, document: object): Promise<string> =>
  (await call(by, 'POST', '/api/banks', document)).body.bankVersionId
const approve = (by: Signed, id: string, note = 'read item by item') =>
  call(by, 'POST', `/api/banks/${id}/approval`, { note })
const rowOf = async (by: Signed, id: string) =>
  (await call(by, 'GET', '/api/banks')).body.bankVersions.find(
    (row: { bankVersionId: string }) => row.bankVersionId === id,
  )
const changesOf = async (id: string) => (await call(ann, 'GET', `/api/banks/${id}/changes`)).body

const sixItems = itemsOf('rules', 'know', 6)
const blueprint = aBlueprint({ cells: [{ competency: 'rules', level: 'know', itemCount: 6 }] })

/** Drafts an exam on a bank version, and asks to publish it. */
async function publish(bankVersionId: string) {
  const units = { unitId: own.unit.id, audienceUnitIds: [own.office.id] }
  const draft = { ...draftFor({ ...content, bankVersionId }, units, deps.now()), blueprint }
  const examId = await draftExam(deps, ann.personId, { draft, simulated: false })
  const waiver = { waiver: 'a test needs no notice' }
  return call(ann, 'POST', `/api/exams/${examId}/publication`, waiver)
}

t.test(
  'an exam is published once somebody else approved the bank, whatever is waived',
  async (t) => {
    const program = 'uploaded'
    const id = await add(ann, aBank({ program, items: sixItems }))
    t.match(await rowOf(ann, id), { mine: true, addedBy: ann.name, approval: null })
    t.match(await rowOf(ben, id), { mine: false, addedBy: ann.name })
    t.match(await rowOf(cat, id), { mine: false, addedBy: null }, 'names stay in their branch')
    const early = await publish(id)
    t.equal(early.status, 409)
    t.strictSame(
      early.body.errors.map(({ pointer }: { pointer: string }) => pointer),
      ['/rules/bank-approved'],
    )
    const self = await approve(ann, id)
    t.match(self, { status: 409, body: { type: '/problems/second-person-required' } })
    t.equal((await rowOf(ann, id)).approval, null)
    const said = { kind: 'approved', by: ben.name, note: 'read item by item' }
    t.match((await approve(ben, id)).body, { bankVersionId: id, approval: said })
    t.match((await approve(cat, id, 'me too')).body.approval, { note: said.note }, 'it stays')
    t.match((await rowOf(cat, id)).approval, { by: null, note: said.note })
    t.equal((await publish(id)).status, 200)
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
    t.match(log, [
      { act: 'bank-version-added', actor: ann.personId, subject: id },
      { act: 'bank-version-approved', actor: ben.personId, subject: id, detail: { version: 1 } },
    ])
    t.equal(log.length, 2)
    t.equal(log[1]?.detail['digest'], log[0]?.detail['digest'], 'approved as added')
    t.equal((await approve(ben, deps.newId())).status, 404)
  },
)

t.test('of several people who approve at once one does', async (t) => {
  const id = await add(ann, aBank({ program: 'raced', items: sixItems }))
  const answers = await Promise.all([ben, cat, ben].map((by) => approve(by, id, by.name)))
  t.strictSame(
    answers.map(({ status }) => status),
    [200, 200, 200],
  )
  t.equal(new Set(answers.map(({ body }) => body.approval.note)).size, 1)
})

t.test('what the workshop released needs no more approval', async (t) => {
  const program = 'released'
  await takeBank(deps, ann.personId, { document: aBank({ program, items: sixItems }), note: '' })
  const items = sixItems.map(({ id: itemId }) => ({ itemId, revision: 1 }))
  for (const act of ['reviewed', 'made-live'] as const) {
    await judgeItems(deps, ben.personId, { program, act, items, note: '' })
  }
  await approveFrame(deps, ben.personId, { program, revision: 1, note: '' })
  const { body } = await call(ann, 'POST', `/api/workshops/${program}/release`)
  t.match(body, { mine: true, approval: { kind: 'released', by: ann.name } })
  t.equal((await publish(body.bankVersionId)).status, 200)
  t.match((await approve(ben, body.bankVersionId)).body.approval, { kind: 'released' })
})

t.test('a file whose content the workshop then releases is approved by that', async (t) => {
  const program = 'caught-up'
  const document = aBank({ program, items: sixItems })
  const id = await add(ann, document)
  await takeBank(deps, ann.personId, { document, note: '' })
  const items = sixItems.map(({ id: itemId }) => ({ itemId, revision: 1 }))
  for (const act of ['reviewed', 'made-live'] as const) {
    await judgeItems(deps, ben.personId, { program, act, items, note: '' })
  }
  await approveFrame(deps, ben.personId, { program, revision: 1, note: '' })
  const { body } = await call(ben, 'POST', `/api/workshops/${program}/release`)
  t.match(body, { bankVersionId: id, version: 1, approval: { kind: 'released' } })
})

t.test('changes are told against the last approved version, not an unseen one', async (t) => {
  const program = 'compared'
  const bank = aBank({ program, items: [...sixItems, anItem({ id: 'OLD' })] })
  const first = await add(ann, bank)
  t.match(await changesOf(first), { comparedWith: null, itemCount: 7, frameChanged: true })
  t.equal((await changesOf(first)).added.length, 7)
  await approve(ben, first)
  const changed = sixItems.map((item, at) =>
    at === 0 ? { ...item, stem: aText('改', 'New') } : item,
  )
  const second = { ...bank, items: [...changed, anItem({ id: 'UNSEEN' })] }
  await add(ann, second)
  const third = await add(ben, { ...second, title: aText('改名', 'Renamed') })
  const { digest } = await rowOf(ann, third)
  const { warnings, notes, ...told } = await changesOf(third)
  t.ok(Number.isInteger(warnings) && Number.isInteger(notes))
  t.strictSame(told, {
    digest,
    itemCount: 7,
    comparedWith: 1,
    added: ['UNSEEN'],
    removed: ['OLD'],
    changed: [sixItems[0]?.id],
    frameChanged: true,
  })
  t.equal((await call(ann, 'GET', `/api/banks/${deps.newId()}/changes`)).status, 404)
})

t.test(
  'the database itself lets nobody approve what they added, or make up a release',
  async (t) => {
    const id = await add(ann, aBank({ program: 'guarded', items: sixItems }))
    const insert = (by: string | null) =>
      inScope(
        deps.sql,
        SYSTEM,
        (tx) => tx`insert into bank_version_approval values (${id}, '', ${by}, now())`,
      )
    const release = () =>
      inScope(
        deps.sql,
        SYSTEM,
        (tx) => tx`insert into bank_release values (${id}, 1, ${ben.personId}, now())`,
      )
    await t.rejects(insert(ann.personId), /needs a second person/)
    await t.rejects(insert(null), /needs a person/)
    await t.rejects(release(), /needs an approved frame/)
    t.equal((await rowOf(ann, id)).approval, null)
    await insert(ben.personId)
    t.match((await rowOf(ann, id)).approval, { kind: 'approved' })
  },
)
