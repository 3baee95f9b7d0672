import { Migration } from '@mikro-orm/migrations'

const HISTORIES = ['appeal', 'appeal_decision']

/** Candidates appeal against the finding of their case; somebody else decides, and settles again. */
export class HearAppeals extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
      alter table "settlement" drop constraint "settlement_cause_check";
      alter table "settlement" add constraint "settlement_cause_check" check ("cause" in ('submission', 'screening', 'decision', 'amendment', 'appeal'));

      create table "appeal" ("id" uuid not null, "case_id" uuid not null, "attempt_id" uuid not null, "candidate_id" uuid not null, "unit_path" text not null, "grounds" text not null, "filed_at" timestamptz not null, "due_at" timestamptz not null, primary key ("id"));
      alter table "appeal" add constraint "appeal_case_id_unique" unique ("case_id");
      create index "appeal_attempt_id_index" on "appeal" ("attempt_id");
      alter table "appeal" add constraint "appeal_has_time" check (due_at > filed_at);
      alter table "appeal" add constraint "appeal_case_id_foreign" foreign key ("case_id") references "review_case" ("id") on update no action on delete no action;
      alter table "appeal" add constraint "appeal_candidate_id_foreign" foreign key ("candidate_id") references "person" ("id") on update no action on delete no action;

      create table "appeal_decision" ("appeal_id" uuid not null, "auditor_id" uuid not null, "finding" text not null, "reason_code" text not null, "explanation" text not null, "decided_at" timestamptz not null, primary key ("appeal_id"));
      alter table "appeal_decision" add constraint "appeal_decision_finding_check" check ("finding" in ('cleared', 'inconclusive', 'technical-fault', 're-test', 'invalidated'));
      alter table "appeal_decision" add constraint "appeal_decision_appeal_id_foreign" foreign key ("appeal_id") references "appeal" ("id") on update no action on delete no action;
      alter table "appeal_decision" add constraint "appeal_decision_auditor_id_foreign" foreign key ("auditor_id") references "person" ("id") on update no action on delete no action;
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
    this.addSql(/* sql */ `
      create policy seen_by_whom_it_concerns on appeal for select to probity_app
        using (candidate_id = probity_person() or probity_covers(unit_path));
      create policy seen_by_whom_it_concerns on appeal_decision for select to probity_app
        using (exists (select 1 from appeal where appeal.id = appeal_decision.appeal_id));
    `)
  }
}
