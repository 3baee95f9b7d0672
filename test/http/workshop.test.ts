import t from 'tap'
import type { Item } from '../../src/domain/bank/item.ts'
import type { WorkshopItemRow } from '../../src/domain/bank/workshop-views.ts'
import { faultsOfChain, type LogEntry } from '../../src/domain/log-chain.ts'
import { read, SYSTEM } from '../../src/store/scope.ts'
import { addBankVersion } from '../../src/workflows/add-bank-version.ts'
import { aBank, aBlueprint, anItem, aText, itemsOf } from '../support/builders.ts'
import { startTestService } from '../support/test-service.ts'
import { foundTwoBranches, type Signed } from '../support/two-branches.ts'
import { workshopClient } from '../support/workshop-client.ts'

t.setTimeout(240_000)

const application = await startTestService(t)
const { server, deps } = application
const { own, foreign } = await foundTwoBranches(application)
const { organizer: ann, administrator: ben } = own.people
const cat = foreign.people.organizer

const call = workshopClient(server)
const take = (by: Signed, program: string, items: readonly Item[]) =>
  call(by, 'POST', '', { document: aBank({ program, items: [...items] }), note: 'taken' })
const propose = (by: Signed, program: string, items: readonly unknown[]) =>
  call(by, 'POST', `/${program}/items`, { items, note: '' })

interface Judged {
  readonly program: string
  readonly act: string
  readonly ids: readonly string[]
  readonly revision?: number
  readonly note?: string
}
const judge = (by: Signed, { program, act, ids, revision = 1, note = '' }: Judged) =>
  call(by, 'POST', `/${program}/judgements`, {
    act,
    items: ids.map((itemId) => ({ itemId, revision })),
    note,
  })
const list = async (program: string, query = '') =>
  (await call(ann, 'GET', `/${program}/items?${query}`)).body
const statesOf = async (program: string) => {
  const { items } = await list(program)
  return Object.fromEntries(items.map((row: WorkshopItemRow) => [row.itemId, row.state]))
}
const approve = (by: Signed, program: string, revision = 1) =>
  call(by, 'POST', `/${program}/frame/approval`, { revision, note: 'as agreed' })
const release = (program: string) => call(ann, 'POST', `/${program}/release`)

function logOf(program: string): Promise<LogEntry[]> {
  return read(
    deps.sql,
    SYSTEM,
    (tx) => tx<LogEntry[]>`
      select chain, number, to_char(logged_at at time zone 'UTC',
          'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "loggedAt", actor, act, subject, detail,
        previous_hash as "previousHash", hash
      from log_entry where chain = ${`bank:${program}`} order by number`,
  )
}

t.test('from draft to a bank version by two people, each step in the log', async (t) => {
  const program = 'story'
  const items = itemsOf('rules', 'know', 3)
  const ids = items.map(({ id }) => id)
  t.equal((await take(ann, program, items)).status, 201)
  const unapproved = await release(program)
  t.equal(unapproved.body.type, '/problems/second-person-required', 'the frame comes first')
  t.equal((await approve(ben, program)).status, 200)
  const early = await release(program)
  t.equal(early.body.type, '/problems/bank-invalid', 'drafts make no bank')
  const self = await judge(ann, { program, act: 'reviewed', ids })
  t.equal(self.body.type, '/problems/second-person-required')
  t.equal(self.body.errors.length, 3, 'every item stands against it')
  const unread = await judge(ben, { program, act: 'made-live', ids })
  t.equal(unread.body.type, '/problems/second-person-required')
  const some = ids.slice(0, 2)
  t.equal((await judge(ben, { program, act: 'reviewed', ids: some })).status, 200)
  t.equal((await judge(ann, { program, act: 'made-live', ids: some })).status, 200)
  const released = await release(program)
  t.equal(released.status, 201)
  t.match(released.body, { program, version: 1, itemCount: 2 })
  const again = await release(program)
  t.equal(again.body.bankVersionId, released.body.bankVersionId, 'the same content, same version')
  const log = await logOf(program)
  t.strictSame(faultsOfChain(log), [], 'the chain is whole')
  t.strictSame(
    log.map(({ act }) => act),
    [
      'bank-frame-proposed',
      'items-drafted',
      'bank-frame-approved',
      'items-reviewed',
      'items-made-live',
      'bank-composed',
      'bank-version-added',
      'bank-composed',
    ],
  )
  t.strictSame(
    log[5]?.detail['items'],
    some.map((itemId) => ({ itemId, revision: 1 })),
  )
  t.equal(log[5]?.detail['digest'], released.body.digest, 'what was composed is what was added')
  t.equal(log[3]?.actor, ben.personId)
})

t.test('a new revision is a draft, and the live one stays in the bank until then', async (t) => {
  const program = 'anew'
  const item = anItem()
  await take(ann, program, [item])
  await approve(ben, program)
  await judge(ben, { program, act: 'reviewed', ids: ['I-1'] })
  await judge(ben, { program, act: 'made-live', ids: ['I-1'] })
  const { body: first } = await release(program)
  const better = { ...item, stem: aText('改过的题干是哪一个？', 'Which one is the new stem?') }
  const proposed = await propose(ben, program, [better])
  t.strictSame(proposed.body.items, [{ itemId: 'I-1', revision: 2, state: 'draft' }])
  const same = await propose(ann, program, [better])
  t.strictSame(same.body, proposed.body, 'saying the same again makes no revision, nor author')
  t.equal((await release(program)).body.bankVersionId, first.bankVersionId)
  t.match((await list(program)).items, [{ revision: 2, liveRevision: 1, state: 'draft' }])
  const stale = await judge(ann, { program, act: 'retired', ids: ['I-1'] })
  t.equal(stale.body.type, '/problems/already-decided', 'the newest revision is to be decided on')
  const own = await judge(ben, { program, act: 'reviewed', ids: ['I-1'], revision: 2 })
  t.equal(own.body.type, '/problems/second-person-required')
  await judge(ann, { program, act: 'reviewed', ids: ['I-1'], revision: 2 })
  await judge(ben, { program, act: 'made-live', ids: ['I-1'], revision: 2 })
  const { body: second } = await release(program)
  t.equal(second.version, 2)
  t.strictSame((await deps.frozen.bank(second.bankVersionId)).items, [better])
  await judge(ann, { program, act: 'retired', ids: ['I-1'], revision: 2 })
  t.strictSame(await statesOf(program), { 'I-1': 'retired' })
  t.equal((await release(program)).body.type, '/problems/bank-invalid', 'nothing is left')
  const back = await propose(ann, program, [better])
  t.match(back.body.items, [{ revision: 3, state: 'draft' }], 'a retired item can come back')
})

t.test('items are proposed and judged all together or not at all', async (t) => {
  const program = 'whole'
  await take(ann, program, [anItem()])
  const { body } = await propose(ann, program, [anItem({ id: 'I-2' }), { id: 'I-3' }, anItem()])
  t.equal(body.type, '/problems/invalid-input')
  t.ok(body.errors.every(({ pointer }: { pointer: string }) => pointer.startsWith('/items/1')))
  const twice = await propose(ann, program, [anItem({ id: 'I-2' }), anItem({ id: 'I-2' })])
  t.match(twice.body.errors, [{ pointer: '/items/1/id' }])
  t.strictSame(await statesOf(program), { 'I-1': 'draft' })
  const unknown = await judge(ben, { program, act: 'reviewed', ids: ['I-1', 'I-9'] })
  t.equal(unknown.body.type, '/problems/not-found')
  t.match(unknown.body.errors, [{ pointer: '/items/1' }])
  t.strictSame(await statesOf(program), { 'I-1': 'draft' }, 'nor was the first one reviewed')
  const bare = await judge(ben, { program, act: 'returned', ids: ['I-1'] })
  t.equal(bare.body.type, '/problems/invalid-input', 'sending back needs a reason')
  const doubled = await judge(ben, { program, act: 'reviewed', ids: ['I-1', 'I-1'] })
  t.equal(doubled.body.type, '/problems/invalid-input')
  t.equal((await propose(ann, 'nowhere', [anItem()])).status, 404)
  t.equal((await judge(ann, { program: 'nowhere', act: 'noted', ids: ['a'] })).status, 404)
  t.equal((await release('nowhere')).status, 404)
  t.equal((await logOf(program)).length, 2, 'what was refused left no trace')
})

t.test('nobody’s words are overwritten unseen: a basis that is no longer the latest', async (t) => {
  const program = 'basis'
  const [one, two, fresh] = [anItem({ id: 'A' }), anItem({ id: 'B' }), anItem({ id: 'C' })]
  await take(ann, program, [one, two])
  const said = (item: Item, en: string) => ({ ...item, stem: aText('改过的题干？', en) })
  const send = (by: Signed, items: readonly unknown[], basis?: object) =>
    call(by, 'POST', `/${program}/items`, { items, note: '', ...(basis ? { basis } : {}) })
  const revisionsOf = async (id: string) =>
    (await call(ann, 'GET', `/${program}/items/${id}`)).body.revisions?.length
  const first = await send(ben, [said(one, 'Ben’s words?')], { A: 1 })
  t.match(first, { status: 201, body: { items: [{ itemId: 'A', revision: 2 }] } })
  const both = [said(two, 'Ann’s words?'), said(one, 'Ann’s words, too?'), fresh]
  const late = await send(ann, both, { A: 1, B: 1, C: null })
  t.match(late, { status: 409, body: { type: '/problems/changed-meanwhile' } })
  t.strictSame(
    late.body.errors.map(({ pointer }: { pointer: string }) => pointer),
    ['/items/1'],
  )
  t.strictSame([await revisionsOf('A'), await revisionsOf('B')], [2, 1], 'nothing was kept')
  t.equal((await call(ann, 'GET', `/${program}/items/C`)).status, 404, 'nor anything new')
  const again = await send(ben, [said(one, 'Ben’s words?')], { A: 1 })
  t.match(again.body.items, [{ revision: 2 }], 'a reply that was lost: the same words once more')
  t.match((await send(ann, both, { A: 2, B: 1, C: null })).body.items, [
    { itemId: 'B', revision: 2 },
    { itemId: 'A', revision: 3 },
    { itemId: 'C', revision: 1 },
  ])
  const taken = await send(ben, [said(fresh, 'Another C?')], { C: null })
  t.equal(taken.body.type, '/problems/changed-meanwhile', 'an id that somebody took')
  const ahead = await send(ben, [said(fresh, 'Another C?')], { C: 2 })
  t.equal(ahead.body.type, '/problems/changed-meanwhile', 'a revision that is none')
  const stray = await send(ben, [said(fresh, 'Another C?')], { D: 1 })
  t.match(stray, { status: 422, body: { errors: [{ pointer: '/basis/D' }] } })
  t.equal((await send(ben, [said(fresh, 'Another C?')], { C: 0 })).status, 422)
  const named = anItem({ id: 'constructor' })
  t.equal((await send(ben, [named])).status, 201, 'an id like a word of the language')
  t.match((await send(ben, [said(fresh, 'Without a basis')])).body.items, [{ revision: 2 }])
})

t.test('of two who write from the same revision one is told', async (t) => {
  const program = 'basis-race'
  await take(ann, program, [anItem()])
  const answers = await Promise.all(
    [ann, ben, cat].map((by) =>
      call(by, 'POST', `/${program}/items`, {
        items: [anItem({ stem: aText('谁写的？', `Who wrote ${by.account}?`) })],
        note: '',
        basis: { 'I-1': 1 },
      }),
    ),
  )
  t.strictSame(answers.map(({ status }) => status).toSorted(), [201, 409, 409])
})

t.test('two people who judge the same item at once do not both do it', async (t) => {
  const program = 'race'
  await take(ann, program, itemsOf('rules', 'know', 4))
  const asked = { program, act: 'reviewed', ids: ['rules-know-1'] }
  const answers = await Promise.all([ben, cat, ben, cat].map((by) => judge(by, asked)))
  t.strictSame(answers.map(({ status }) => status).toSorted(), [200, 409, 409, 409])
  const items = [anItem({ id: 'X' })]
  await Promise.all([ann, ben, cat].map((by) => propose(by, program, items)))
  const { body } = await call(ann, 'GET', `/${program}/items/X`)
  t.equal(body.revisions.length, 1, 'the same words are kept once')
  t.strictSame(faultsOfChain(await logOf(program)), [])
})

t.test('an item shows its history by names the reader may know, and what is like it', async (t) => {
  const program = 'shown'
  const stem = aText('村民会议由谁召集并主持进行？', 'Who calls the villagers to their meeting?')
  const items = [
    anItem({ id: 'A', stem }),
    anItem({ id: 'B', stem: { ...stem, en: 'Something else altogether is asked here' } }),
    anItem({ id: 'C', enemies: ['A'] }),
    anItem({ id: 'D', stem: aText('另一道题讲的是什么呢', 'One more thing to ask about') }),
  ]
  await take(ann, program, items)
  await judge(cat, { program, act: 'noted', ids: ['A'], note: 'is the provision current?' })
  await judge(ben, { program, act: 'reviewed', ids: ['A'] })
  await judge(ben, { program, act: 'returned', ids: ['A'], note: 'not yet' })
  const { body } = await call(ann, 'GET', `/${program}/items/A`)
  t.strictSame(
    body.events.map(({ number, act, actor, note }: Record<string, unknown>) => [
      number,
      act,
      actor,
      note,
    ]),
    [
      [1, 'drafted', ann.name, 'taken'],
      // Somebody of another branch.
      [2, 'noted', null, 'is the provision current?'],
      [3, 'reviewed', ben.name, ''],
      [4, 'returned', ben.name, 'not yet'],
    ],
  )
  t.match(body, { state: 'draft', mine: true, enemies: ['C'], revisions: [{ content: items[0] }] })
  t.strictSame(body.nearDuplicates, [{ itemId: 'B', chinese: 1, english: 0 }])
  const other = await call(ben, 'GET', `/${program}/items/A`)
  t.equal(other.body.mine, false, 'who reviewed it did not write it')
  t.equal((await call(ann, 'GET', `/${program}/items/Z`)).status, 404)
  await judge(ben, { program, act: 'retired', ids: ['B'] })
  const after = await call(ann, 'GET', `/${program}/items/A`)
  t.strictSame(after.body.nearDuplicates, [], 'a retired item is nobody’s duplicate')
})

t.test('the list is searched by id and both stems, by state, and read page by page', async (t) => {
  const program = 'listed'
  const items = itemsOf('rules', 'know', 12)
  await take(ann, program, items)
  await judge(ben, { program, act: 'reviewed', ids: ['rules-know-3', 'rules-know-12'] })
  const idsOf = ({ items: rows }: { items: readonly WorkshopItemRow[] }) =>
    rows.map(({ itemId }) => itemId)
  const ids = items.map(({ id }) => id).toSorted()
  t.strictSame(idsOf(await list(program)), ids)
  t.strictSame(idsOf(await list(program, 'state=reviewed')), ['rules-know-12', 'rules-know-3'])
  t.strictSame(idsOf(await list(program, 'search=HANDLING%20rules-know-5')), ['rules-know-5'])
  const chinese = await list(program, `search=${encodeURIComponent('「rules-know-7')}`)
  t.strictSame(idsOf(chinese), ['rules-know-7'])
  t.strictSame(idsOf(await list(program, 'search=%25')), [], 'no wildcards')
  const pages: string[] = []
  let after = ''
  for (let page = 0; page < 4; page += 1) {
    const answer = await list(program, `limit=5${after}`)
    t.equal(answer.total, 12)
    pages.push(...idsOf(answer))
    if (answer.next === null) break
    after = `&after=${answer.next}`
  }
  t.strictSame(pages, ids)
  const { workshops } = (await call(cat, 'GET', '')).body
  const row = workshops.find((one: { program: string }) => one.program === program)
  t.match(row, { counts: { draft: 10, reviewed: 2, live: 0, retired: 0 }, inUse: 0 })
})

t.test('a bank whose live items fit together no more is not released', async (t) => {
  const program = 'unfit'
  const [left, right] = [anItem({ id: 'A', enemies: ['B'] }), anItem({ id: 'B' })]
  await take(ann, program, [left, right])
  await approve(ben, program)
  const ids = ['A', 'B']
  await judge(ben, { program, act: 'reviewed', ids })
  await judge(ben, { program, act: 'made-live', ids })
  await judge(ben, { program, act: 'retired', ids: ['B'] })
  const { status, body } = await release(program)
  t.equal(status, 201, 'an enemy that left the bank is no fault')
  t.strictSame((await deps.frozen.bank(body.bankVersionId)).items, [{ ...left, enemies: [] }])
  const strayed = anItem({ id: 'C', competency: 'elsewhere' })
  await propose(ann, program, [strayed])
  const view = await call(ben, 'GET', `/${program}/items/C`)
  t.match(view.body.findings, [{ item: 'C', severity: 'error', code: 'unknown-competency' }])
  await judge(ben, { program, act: 'reviewed', ids: ['C'] })
  await judge(ben, { program, act: 'made-live', ids: ['C'] })
  const refused = await release(program)
  t.equal(refused.body.type, '/problems/bank-invalid')
  t.match(refused.body.errors, [{ pointer: '/items/1/competency', detail: /^C: / }])
})

t.test('a version from the workshop keeps the blueprints of the one before', async (t) => {
  const program = 'plans'
  const blueprint = aBlueprint({ cells: [{ competency: 'rules', level: 'know', itemCount: 1 }] })
  const document = aBank({ program, items: itemsOf('rules', 'know', 2) })
  await addBankVersion(deps, null, { document, blueprints: [blueprint] })
  await take(ann, program, [anItem()])
  await approve(ben, program)
  await judge(ben, { program, act: 'reviewed', ids: ['I-1'] })
  await judge(ben, { program, act: 'made-live', ids: ['I-1'] })
  const { body } = await release(program)
  t.match(body, { version: 2, blueprints: [blueprint] })
})
