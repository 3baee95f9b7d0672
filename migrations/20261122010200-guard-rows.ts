import { Migration } from '@mikro-orm/migrations'

/**
 * The second line behind the routes' own checks. Each request's transaction says who asks:
 * `probity.person` (own records), `probity.branches` (paths of the units whose branch the
 * person covers in the role the route asked for, comma-separated) or `probity.system` (a
 * workflow or job acting after its own checks). Without any of them nothing is seen.
 */
const SEEN_WHEN: Readonly<Record<string, string>> = {
  unit: 'probity_person() is not null or probity_has_branch()',
  person: `id = probity_person() or exists (
    select 1 from unit where unit.id = person.unit_id and probity_covers(unit.path))`,
  role_grant: `person_id = probity_person() or exists (
    select 1 from unit where unit.id = role_grant.unit_id and probity_covers(unit.path))`,
  credential: 'false',
  invitation: 'false',
  sign_in_failure: 'false',
  refresh_token: 'false',
  signing_key: 'false',
  login: 'person_id = probity_person()',
  bank_version: 'probity_has_branch()',
  policy_version: 'probity_has_branch()',
  policy_approval: 'probity_has_branch()',
  exam: `exists (select 1 from unit where unit.id = exam.unit_id and probity_covers(unit.path))
    or exists (select 1 from assignment
      where assignment.exam_id = exam.id and assignment.person_id = probity_person())`,
  exam_secret: 'false',
  assignment: `person_id = probity_person() or exists (
    select 1 from person join unit on unit.id = person.unit_id
    where person.id = assignment.person_id and probity_covers(unit.path))`,
  time_calibration: 'probity_has_branch()',
  attempt: 'candidate_id = probity_person() or probity_covers(unit_path)',
  journal_entry: `exists (select 1 from attempt where attempt.id = journal_entry.attempt_id)`,
  settlement: `exists (select 1 from attempt where attempt.id = settlement.attempt_id)`,
  statement: `exists (select 1 from attempt where attempt.id = statement.attempt_id)`,
  review_case: 'candidate_id = probity_person() or probity_covers(unit_path)',
  decision: `exists (select 1 from review_case where review_case.id = decision.case_id)`,
  award: `person_id = probity_person()
    or exists (select 1 from attempt where attempt.id = award.attempt_id)`,
  credit_entry: `person_id = probity_person()
    or exists (select 1 from attempt where attempt.id = credit_entry.attempt_id)`,
  log_entry: 'false',
}

/** What the service itself may change; everything else it may only add to. */
const CHANGED = ['unit', 'person', 'credential', 'invitation', 'login', 'refresh_token', 'exam']
const DELETED = ['unit', 'role_grant', 'sign_in_failure', 'assignment']

export class GuardRows extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
      create function probity_is_system() returns boolean language sql stable as
        $$ select coalesce(current_setting('probity.system', true), '') = 'on' $$;
      create function probity_person() returns uuid language sql stable as
        $$ select nullif(current_setting('probity.person', true), '')::uuid $$;
      create function probity_has_branch() returns boolean language sql stable as
        $$ select coalesce(current_setting('probity.branches', true), '') <> '' $$;
      create function probity_covers(unit_path text) returns boolean language sql stable as
        $$ select exists (
          select 1 from unnest(string_to_array(
            nullif(current_setting('probity.branches', true), ''), ',')) as branch
          where starts_with(unit_path, branch)) $$;
    `)
    for (const [table, condition] of Object.entries(SEEN_WHEN)) this.guard(table, condition)
    this.addSql('grant usage on schema public to probity_app')
    for (const table of [...CHANGED, 'attempt', 'review_case']) {
      this.addSql(`grant update on ${table} to probity_app`)
    }
    for (const table of DELETED) this.addSql(`grant delete on ${table} to probity_app`)
  }

  private guard(table: string, condition: string): void {
    this.addSql(`alter table ${table} enable row level security`)
    this.addSql(`alter table ${table} force row level security`)
    this.addSql(`grant select, insert on ${table} to probity_app`)
    this.addSql(
      `create policy system_writes on ${table} to probity_app
       using (probity_is_system()) with check (probity_is_system())`,
    )
    if (condition === 'false') return
    this.addSql(
      `create policy seen_by_whom_it_concerns on ${table} for select to probity_app
       using (${condition})`,
    )
  }
}
