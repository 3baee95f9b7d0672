import { Migration } from '@mikro-orm/migrations'

/**
 * Exams that re-test an earlier one, what each re-test said beside the attempt it verifies, and
 * cases of an attempt that follow an earlier case of it.
 */
export class VerifyByRetest extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
      alter table "exam" add column "verifies_exam_id" uuid null, add column "verified_share" double precision null;
      create index "exam_verifies_exam_id_index" on "exam" ("verifies_exam_id");
      alter table "exam" add constraint "exam_verifies_exam_id_foreign" foreign key ("verifies_exam_id") references "exam" ("id") on update no action on delete no action;
      alter table "exam" add constraint "exam_verifies_by_share" check ((verifies_exam_id is null) = (verified_share is null));

      alter table "review_case" add column "round" int not null default 1;
      alter table "review_case" drop constraint "review_case_attempt_id_unique";
      alter table "review_case" add constraint "review_case_attempt_id_round_unique" unique ("attempt_id", "round");
      alter table "review_case" drop constraint "review_case_origin_check";
      alter table "review_case" add constraint "review_case_origin_check" check ("origin" in ('evidence', 'sample', 're-test'));

      alter table "settlement" drop constraint "settlement_cause_check";
      alter table "settlement" add constraint "settlement_cause_check" check ("cause" in ('submission', 'screening', 'decision', 'amendment', 'appeal', 're-test'));

      create table "retest" ("exam_id" uuid not null, "person_id" uuid not null, "number" int not null, "verified_attempt_id" uuid not null, "attempt_id" uuid null, "content" jsonb not null, "compared_at" timestamptz not null, primary key ("exam_id", "person_id", "number"));
      create index "retest_verified_attempt_id_index" on "retest" ("verified_attempt_id");
      create index "retest_attempt_id_index" on "retest" ("attempt_id");
      alter table "retest" add constraint "retest_exam_id_foreign" foreign key ("exam_id") references "exam" ("id") on update no action on delete no action;
      alter table "retest" add constraint "retest_person_id_foreign" foreign key ("person_id") references "person" ("id") on update no action on delete no action;

      alter table retest enable row level security;
      alter table retest force row level security;
      grant select, insert on retest to probity_app;
      create policy system_writes on retest to probity_app
        using (probity_is_system()) with check (probity_is_system());
      create policy seen_by_whom_it_concerns on retest for select to probity_app
        using (person_id = probity_person()
          or exists (select 1 from attempt where attempt.id = retest.verified_attempt_id));
      create trigger retest_is_append_only before update or delete on retest
        for each row execute function refuse_change();
      create trigger retest_is_kept before truncate on retest
        for each statement execute function refuse_change();
    `)
  }
}
