import { Migration } from '@mikro-orm/migrations'

const PARTITIONS = 8

/** What comparing the attempts of an exam with each other found; again after a key was amended. */
export class KeepCohortEvidence extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
      create table "cohort_screening" ("exam_id" uuid not null, "number" int not null, "amendment_count" int not null, "content" jsonb not null, "screened_at" timestamptz not null, primary key ("exam_id", "number"));
      alter table "cohort_screening" add constraint "cohort_screening_exam_id_foreign" foreign key ("exam_id") references "exam" ("id") on update no action on delete no action;

      create table "screening_progress" ("exam_id" uuid not null, "number" int not null, "step" int not null, "share" double precision not null, "order_digest" text not null, "content" jsonb not null, "kept_at" timestamptz not null, primary key ("exam_id", "number", "step"));
      alter table "screening_progress" add constraint "screening_progress_exam_id_foreign" foreign key ("exam_id") references "exam" ("id") on update no action on delete no action;

      create table "cohort_evidence" ("attempt_id" uuid not null, "number" int not null, "flags" jsonb not null, "tests" jsonb not null, primary key ("attempt_id", "number")) partition by hash ("attempt_id");
    `)
    for (let remainder = 0; remainder < PARTITIONS; remainder += 1) {
      const partition = `cohort_evidence_${remainder}`
      this.addSql(
        `create table "${partition}" partition of "cohort_evidence"
         for values with (modulus ${PARTITIONS}, remainder ${remainder})`,
      )
      this.addSql(
        `create trigger ${partition}_is_kept before truncate on ${partition}
         for each statement execute function refuse_change()`,
      )
    }
    for (const table of ['cohort_screening', 'screening_progress', 'cohort_evidence']) {
      this.guard(table)
    }
    for (const table of ['cohort_screening', 'cohort_evidence']) this.keep(table)
    // Progress serves a screening that is going on; it goes when there is more, or the result.
    this.addSql('grant delete on screening_progress to probity_app')
    // Evidence about persons: for auditors of the branch, never for the candidates themselves,
    // who read what was decided from their settlement.
    this.addSql(/* sql */ `
      create policy seen_by_whom_it_concerns on cohort_evidence for select to probity_app
        using (exists (select 1 from attempt
          where attempt.id = cohort_evidence.attempt_id and probity_covers(attempt.unit_path)));
      create policy seen_by_whom_it_concerns on cohort_screening for select to probity_app
        using (exists (select 1 from exam join unit on unit.id = exam.unit_id
          where exam.id = cohort_screening.exam_id and probity_covers(unit.path)));
    `)
  }

  private guard(table: string): void {
    this.addSql(/* sql */ `
      alter table ${table} enable row level security;
      alter table ${table} force row level security;
      grant select, insert on ${table} to probity_app;
      create policy system_writes on ${table} to probity_app
        using (probity_is_system()) with check (probity_is_system());
    `)
  }

  private keep(table: string): void {
    this.addSql(/* sql */ `
      create trigger ${table}_is_append_only before update or delete on ${table}
        for each row execute function refuse_change();
      create trigger ${table}_is_kept before truncate on ${table}
        for each statement execute function refuse_change();
    `)
  }
}
