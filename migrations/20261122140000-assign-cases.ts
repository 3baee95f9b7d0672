import { Migration } from '@mikro-orm/migrations'

const HISTORIES = ['case_assignment', 'known_case', 'known_decision']

/**
 * Rules of review by exam, cases drawn by lot, who is to decide which case, and known cases that
 * measure auditors: made up, and kept apart from all that concerns a person.
 */
export class AssignCases extends Migration {
  override up(): void {
    // Nobody was told of a lot so far, so exams of before draw none.
    this.addSql(/* sql */ `
      alter table "exam" add column "review_rules" jsonb not null default '{"opensAt": 1, "sampleShare": 0}';
      alter table "exam" alter column "review_rules" drop default;
    `)
    this.addSql(/* sql */ `
      alter table "review_case" add column "origin" text not null default 'evidence';
      alter table "review_case" add constraint "review_case_origin_check" check ("origin" in ('evidence', 'sample'));

      create table "case_assignment" ("id" uuid not null, "case_id" uuid not null, "auditor_id" uuid not null, "cause" text not null, "replaces" uuid null, "assigned_at" timestamptz not null, "due_at" timestamptz not null, primary key ("id"));
      create index "case_assignment_auditor_id_index" on "case_assignment" ("auditor_id");
      alter table "case_assignment" add constraint "case_assignment_case_id_auditor_id_unique" unique ("case_id", "auditor_id");
      alter table "case_assignment" add constraint "case_assignment_replaces_unique" unique ("replaces");
      alter table "case_assignment" add constraint "case_assignment_cause_check" check ("cause" in ('load', 'third', 'overdue', 'taken'));
      alter table "case_assignment" add constraint "case_assignment_overdue_replaces" check ((cause = 'overdue') = (replaces is not null));
      alter table "case_assignment" add constraint "case_assignment_case_id_foreign" foreign key ("case_id") references "review_case" ("id") on update no action on delete no action;
      alter table "case_assignment" add constraint "case_assignment_auditor_id_foreign" foreign key ("auditor_id") references "person" ("id") on update no action on delete no action;

      create table "known_case" ("id" uuid not null, "exam_id" uuid not null, "auditor_id" uuid not null, "unit_path" text not null, "code" text not null, "scenario" text not null, "truth" text not null, "seed" text not null, "form" jsonb not null, "entries" jsonb not null, "statements" jsonb not null, "flags" jsonb not null, "weight" double precision not null, "decisions_needed" int not null, "started_at" timestamptz not null, "closed_at" timestamptz not null, "opened_at" timestamptz not null, "due_at" timestamptz not null, primary key ("id"));
      create index "known_case_exam_id_index" on "known_case" ("exam_id");
      create index "known_case_auditor_id_index" on "known_case" ("auditor_id");
      alter table "known_case" add constraint "known_case_code_unique" unique ("code");
      alter table "known_case" add constraint "known_case_truth_check" check ("truth" in ('clean', 'misconduct'));
      alter table "known_case" add constraint "known_case_exam_id_foreign" foreign key ("exam_id") references "exam" ("id") on update no action on delete no action;
      alter table "known_case" add constraint "known_case_auditor_id_foreign" foreign key ("auditor_id") references "person" ("id") on update no action on delete no action;

      create table "known_decision" ("case_id" uuid not null, "finding" text not null, "reason_code" text not null, "note" text not null, "decided_at" timestamptz not null, primary key ("case_id"));
      alter table "known_decision" add constraint "known_decision_finding_check" check ("finding" in ('cleared', 'inconclusive', 'technical-fault', 're-test', 'invalidated'));
      alter table "known_decision" add constraint "known_decision_case_id_foreign" foreign key ("case_id") references "known_case" ("id") on update no action on delete no action;
    `)
    for (const table of HISTORIES) {
      this.addSql(/* sql */ `
        alter table ${table} enable row level security;
        alter table ${table} force row level security;
        grant select, insert on ${table} to probity_app;
        create policy system_writes on ${table} to probity_app
          using (probity_is_system()) with check (probity_is_system());
        create trigger ${table}_is_append_only before update or delete on ${table}
          for each row execute function refuse_change();
        create trigger ${table}_is_kept before truncate on ${table}
          for each statement execute function refuse_change();
      `)
    }
    // Candidates never learn who is to decide about them; of known cases only their auditor knows.
    this.addSql(/* sql */ `
      create policy seen_by_whom_it_concerns on case_assignment for select to probity_app
        using (auditor_id = probity_person() or exists (select 1 from review_case
          where review_case.id = case_assignment.case_id and probity_covers(review_case.unit_path)));
      create policy seen_by_whom_it_concerns on known_case for select to probity_app
        using (auditor_id = probity_person());
      create policy seen_by_whom_it_concerns on known_decision for select to probity_app
        using (exists (select 1 from known_case where known_case.id = known_decision.case_id));
    `)
  }
}
