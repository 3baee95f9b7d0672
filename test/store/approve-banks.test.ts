import { randomUUID } from 'node:crypto'
import { MikroORM } from '@mikro-orm/postgresql'
import postgres from 'postgres'
import t from 'tap'
import { openDatabase, ormOptions, prepareDatabase } from '../../src/store/database.ts'
import { postgresJsOptions } from '../../src/store/database-address.ts'
import { read, SYSTEM } from '../../src/store/scope.ts'
import { startTestDatabase } from '../support/test-service.ts'

t.setTimeout(240_000)

const { address } = await startTestDatabase(t)
const [unit, person, policy] = [randomUUID(), randomUUID(), randomUUID()]

/** A database as it was before banks were approved, with versions that came in every way. */
async function fillEarlier(versions: Readonly<Record<string, string>>): Promise<void> {
  const sql = postgres({ ...postgresJsOptions(address), max: 1, onnotice: () => {} })
  await sql`create role probity_app nologin`
  await sql`grant probity_app to current_user`
  const orm = await MikroORM.init(ormOptions(address))
  await orm.migrator.up({ to: '20261122040000-approve-frames' })
  await orm.close()
  await sql.begin(async (tx) => {
    await tx`set local role probity_app`
    await tx`select set_config('probity.system', 'on', true)`
    await tx`insert into unit values (${unit}, null, ${`/${unit}/`}, '{}', now())`
    await tx`insert into person values
      (${person}, 'ann', 'Ann', ${unit}, null, 'clerk', false, now(), now())`
    await tx`insert into policy_version values
      (${policy}, 'p', 1, 'd', '{}', now(), null, now())`
    for (const [program, id] of Object.entries(versions)) {
      await tx`insert into bank_version values
        (${id}, ${program}, 1, ${`digest of ${program}`}, '{}', '[]', ${person}, now())`
      await tx`insert into bank_frame values (${program}, 1, '{}', ${person}, now())`
      const publishedAt = program.startsWith('published') ? '2026-03-02T08:00:00Z' : null
      await tx`insert into exam values (${randomUUID()}, ${unit}, ${id}, ${policy}, '{}',
        now(), now() + interval '1 day', '[]', 1, 'at-submission', false, ${person}, now(), ${person},
        ${publishedAt}, ${publishedAt && 'c'.repeat(64)}, null, null)`
      if (!program.startsWith('composed')) continue
      const detail = { digest: `digest of ${program}`, frameRevision: 1, items: [] }
      await tx`insert into log_entry values (${`bank:${program}`}, 1,
        '2026-03-01T08:00:00Z', ${person}, 'bank-composed', ${program}, ${tx.json(detail)}, '', '')`
    }
    const other = randomUUID()
    await tx`insert into person values
      (${other}, 'ben', 'Ben', ${unit}, null, 'clerk', false, now(), now())`
    await tx`insert into frame_approval values
      ('composed', 1, '', ${other}, '2026-02-01T08:00:00Z'),
      ('composed-before-approval', 1, '', ${other}, '2026-04-01T08:00:00Z')`
  })
  await sql.end()
}

t.test('of the versions there are, those in use and those released need no approval', async (t) => {
  const versions = {
    published: randomUUID(),
    drafted: randomUUID(),
    composed: randomUUID(),
    'composed-unapproved': randomUUID(),
    'composed-before-approval': randomUUID(),
  }
  await fillEarlier(versions)
  await prepareDatabase(address)
  const { sql, close } = await openDatabase(address)
  t.teardown(close)
  const inUse = await read(
    sql,
    SYSTEM,
    (tx) => tx`select bank_version_id as id, approved_by as by, approved_at as at
      from bank_version_approval`,
  )
  const at = new Date('2026-03-02T08:00:00Z')
  t.strictSame([...inUse], [{ id: versions.published, by: null, at }], 'but nobody is made up')
  const released = await read(
    sql,
    SYSTEM,
    (tx) => tx`select bank_version_id as id, frame_revision as revision, released_by as by
      from bank_release`,
  )
  t.strictSame([...released], [{ id: versions.composed, revision: 1, by: person }])
  const forced = await read(
    sql,
    SYSTEM,
    (tx) => tx`select relname from pg_class where relforcerowsecurity
      and relname in ('bank_version', 'exam', 'log_entry', 'frame_approval')`,
  )
  t.equal(forced.length, 4, 'what was lifted for it holds again')
})
