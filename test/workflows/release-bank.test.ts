import t from 'tap'
import { read, SYSTEM } from '../../src/store/scope.ts'
import { addBankVersion } from '../../src/workflows/add-bank-version.ts'
import { approveFrame } from '../../src/workflows/approve-frame.ts'
import { judgeItems } from '../../src/workflows/judge-items.ts'
import { releaseBank } from '../../src/workflows/release-bank.ts'
import { takeBank } from '../../src/workflows/take-bank.ts'
import { aBank, anItem, aText } from '../support/builders.ts'
import { startTestService } from '../support/test-service.ts'
import { foundTwoBranches } from '../support/two-branches.ts'

t.setTimeout(240_000)

const application = await startTestService(t)
const { deps } = application
const { own } = await foundTwoBranches(application)
const [ann, ben] = [own.people.organizer.personId, own.people.administrator.personId]

/** A program with one live item in an approved frame. */
async function ready(program: string) {
  const document = aBank({ program, items: [anItem()] })
  await takeBank(deps, ann, { document, note: '' })
  const items = [{ itemId: 'I-1', revision: 1 }]
  for (const act of ['reviewed', 'made-live'] as const) {
    await judgeItems(deps, ben, { program, act, items, note: '' })
  }
  await approveFrame(deps, ben, { program, revision: 1, note: '' })
  return document
}

async function actsOf(program: string): Promise<string[]> {
  const rows = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ act: string }[]>`
      select act from log_entry where chain = ${`bank:${program}`} order by number`,
  )
  return rows.map(({ act }) => act)
}

async function countOf(program: string, table: 'bank_version' | 'bank_release'): Promise<number> {
  const key = table === 'bank_version' ? 'id' : 'bank_version_id'
  const rows = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx`select 1 from ${tx(table)} where ${tx(key)} in (
      select id from bank_version where program = ${program})`,
  )
  return rows.length
}

t.test('a release that breaks off half-way leaves nothing', async (t) => {
  const program = 'broken-off'
  await ready(program)
  const before = await actsOf(program)
  const newId = () => {
    throw new Error('the power went')
  }
  await t.rejects(releaseBank({ ...deps, newId }, ann, program), /the power went/)
  t.strictSame(await actsOf(program), before, 'no word of it in the log')
  t.equal(await countOf(program, 'bank_version'), 0)
  await releaseBank(deps, ann, program)
  t.strictSame(await actsOf(program), [...before, 'bank-composed', 'bank-version-added'])
  t.equal(await countOf(program, 'bank_release'), 1)
})

t.test(
  'releases and files added at once wait for each other and make each one version',
  async (t) => {
    const program = 'crowded'
    const document = await ready(program)
    const files = [1, 2, 3].map((number) => ({
      ...document,
      title: aText(`题库 ${number}`, `Bank ${number}`),
    }))
    await Promise.all([
      ...files.map((file) => addBankVersion(deps, ann, { document: file, blueprints: [] })),
      ...[ann, ben, ann].map((by) => releaseBank(deps, by, program)),
    ])
    t.equal(await countOf(program, 'bank_version'), 4)
    t.equal(await countOf(program, 'bank_release'), 1)
    const acts = await actsOf(program)
    t.equal(acts.filter((act) => act === 'bank-version-added').length, 4)
    t.equal(acts.filter((act) => act === 'bank-composed').length, 3)
  },
)
