import type { Blueprint } from '../../domain/assembly/blueprint.ts'
import type { Bank } from '../../domain/bank/bank.ts'
import type { BankApproval } from '../../domain/bank/bank-version-views.ts'
import { difficultyCoverageOf } from '../../domain/measurement/difficulty-coverage.ts'
import type { BankVersionRow } from '../../domain/scheduling/views.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'

/** Every bank version, newest first, as the reader may see it. */
export async function listBanks(sql: Sql, scope: Scope, reader: string): Promise<BankVersionRow[]> {
  const rows = await read(
    sql,
    scope,
    (tx) => tx<
      {
        id: string
        version: number
        digest: string
        createdAt: Date
        content: Bank
        blueprints: Blueprint[]
        createdBy: string | null
        addedBy: string | null
        approval: BankApproval | null
      }[]
    >`select bank_version.id, version, digest, created_at as "createdAt", content, blueprints,
        created_by as "createdBy",
        (select name from person where person.id = created_by) as "addedBy",
        ${approvalOf(tx)} as approval
      from bank_version order by program, version desc`,
  )
  return rows.map(({ id, version, digest, createdAt, createdBy, content, blueprints, ...row }) => ({
    bankVersionId: id,
    program: content.program,
    version,
    title: content.title,
    digest,
    createdAt: createdAt.toISOString(),
    itemCount: content.items.length,
    competencies: content.competencies.map(({ id: competency, name }) => ({
      id: competency,
      name,
    })),
    posts: content.posts.map(({ id: post, name }) => ({ id: post, name })),
    coverage: difficultyCoverageOf(content).map(({ competency, level, difficulty }) => ({
      competency,
      level,
      itemCount: difficulty.easy + difficulty.medium + difficulty.hard,
      difficulty: { ...difficulty },
    })),
    addedBy: row.addedBy,
    mine: createdBy === reader,
    approval: row.approval,
    blueprints,
  }))
}

/** The approval of each row of `bank_version`; a release says more than an approval. */
function approvalOf(tx: SqlTransaction) {
  return tx`(
    select jsonb_build_object('kind', kind, 'at',
      to_char(since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'note', note,
      'by', (select name from person where person.id = vouching.by))
    from (
      select 1 as rank, 'released' as kind, released_by as by, released_at as since, '' as note
      from bank_release where bank_version_id = bank_version.id
      union all
      select 2, case when approved_by is null then 'in-use' else 'approved' end,
        approved_by, approved_at, note
      from bank_version_approval where bank_version_id = bank_version.id
      order by rank limit 1
    ) as vouching)`
}
