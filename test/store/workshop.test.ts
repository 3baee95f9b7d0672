import postgres from 'postgres'
import t from 'tap'
import { postgresJsOptions } from '../../src/store/database-address.ts'
import { inScope, read, SYSTEM } from '../../src/store/scope.ts'
import { getWorkshopExposure, listWorkshops } from '../../src/store/views/workshop.ts'
import { takeBank } from '../../src/workflows/take-bank.ts'
import { aBank, anItem } from '../support/builders.ts'
import { startTestService } from '../support/test-service.ts'
import { foundTwoBranches, type Signed } from '../support/two-branches.ts'

t.setTimeout(240_000)

const application = await startTestService(t)
const { deps, database } = application
const { own, content } = await foundTwoBranches(application)
const { organizer: ann, administrator: ben } = own.people

const take = (program: string) =>
  takeBank(deps, ann.personId, { document: aBank({ program, items: [anItem()] }), note: '' })

t.test('exposure counts the forms of published exams', async (t) => {
  const { program, items } = await deps.frozen.bank(content.bankVersionId)
  const forms = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ examId: string; form: { items: { item: string }[] } }[]>`
      select exam_id as "examId", form from attempt`,
  )
  const exposure = await getWorkshopExposure(deps.sql, program)
  t.ok(forms.length >= 4, 'the branches have attempts')
  t.equal(exposure.formCount, forms.length)
  for (const { id } of items) {
    const having = forms.filter(({ form }) => form.items.some(({ item }) => item === id))
    const row = exposure.items.find(({ itemId }) => itemId === id)
    t.equal(row?.formCount ?? 0, having.length, id)
    t.equal(row?.examCount ?? 0, new Set(having.map(({ examId }) => examId)).size)
    t.equal(row?.share ?? 0, having.length / forms.length)
  }
  await take('unused')
  const unused = await getWorkshopExposure(deps.sql, 'unused')
  t.strictSame(unused.items[0], {
    itemId: 'I-1',
    formCount: 0,
    examCount: 0,
    share: null,
  })
})

t.test('the database itself lets no author review, and nothing unreviewed go live', async (t) => {
  await take('guarded')
  const insert = (act: string, actor: Signed, revision = 1) =>
    inScope(
      deps.sql,
      SYSTEM,
      (tx) => tx`insert into item_event values
        ('guarded', 'I-1', 2, ${revision}, ${act}, '', ${actor.personId}, now())`,
    )
  await t.rejects(insert('reviewed', ann), /an author does not review/)
  await t.rejects(insert('made-live', ben), /only what was reviewed goes live/)
  await t.rejects(insert('returned', ben), /item_event_says_why/)
  await t.rejects(insert('reviewed', ben, 2), /needs its revision/)
  const owner = postgres({ ...postgresJsOptions(database.address), max: 1, onnotice: () => {} })
  t.teardown(() => owner.end())
  const asked = owner.begin(async (tx) => {
    await tx`alter table item_event no force row level security`
    await tx`update item_event set act = 'reviewed'`
  })
  await t.rejects(asked, /is append-only/)
  await insert('reviewed', ben)
  const rows = await listWorkshops(deps.sql, { person: ann.personId, branches: [own.unit.path] })
  t.match(rows.find(({ program }) => program === 'guarded')?.counts, { draft: 0, reviewed: 1 })
})
