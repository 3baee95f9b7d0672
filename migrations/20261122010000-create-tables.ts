import { Migration } from '@mikro-orm/migrations'

export class CreateTables extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
  create table "settlement" ("attempt_id" uuid not null, "number" int not null, "cause" text not null, "scores" jsonb not null, "flags" jsonb not null, "facts" jsonb not null, "outcome" jsonb not null, "input_digest" text not null, "settled_at" timestamptz not null, primary key ("attempt_id", "number")) partition by hash ("attempt_id");
  alter table "settlement" add constraint "settlement_cause_check" check ("cause" in ('submission', 'screening', 'decision'));
  create table "settlement_0" partition of "settlement" for values with (modulus 8, remainder 0);
  create table "settlement_1" partition of "settlement" for values with (modulus 8, remainder 1);
  create table "settlement_2" partition of "settlement" for values with (modulus 8, remainder 2);
  create table "settlement_3" partition of "settlement" for values with (modulus 8, remainder 3);
  create table "settlement_4" partition of "settlement" for values with (modulus 8, remainder 4);
  create table "settlement_5" partition of "settlement" for values with (modulus 8, remainder 5);
  create table "settlement_6" partition of "settlement" for values with (modulus 8, remainder 6);
  create table "settlement_7" partition of "settlement" for values with (modulus 8, remainder 7);

  create table "sign_in_failure" ("id" uuid not null, "account" text not null, "address" text not null, "failed_at" timestamptz not null, primary key ("id"));
  create index "sign_in_failure_account_failed_at_index" on "sign_in_failure" ("account", "failed_at");
  create index "sign_in_failure_address_failed_at_index" on "sign_in_failure" ("address", "failed_at");

  create table "signing_key" ("id" uuid not null, "public_pem" text not null, "private_pem" text not null, "created_at" timestamptz not null, primary key ("id"));

  create table "unit" ("id" uuid not null, "parent_id" uuid null, "path" text not null, "name" jsonb not null, "created_at" timestamptz not null, primary key ("id"));
  alter table "unit" add constraint "unit_path_unique" unique ("path");
  alter table "unit" add constraint "unit_path_ends_with_itself" check (path like '%/' || id || '/');
  alter table "unit" add constraint "unit_root_has_no_parent" check ((parent_id is null) = (path = '/' || id || '/'));

  create table "person" ("id" uuid not null, "account" text not null, "name" text not null, "unit_id" uuid not null, "post" text null, "rank" text not null, "simulated" boolean not null default false, "created_at" timestamptz not null, "activated_at" timestamptz null, primary key ("id"));
  alter table "person" add constraint "person_account_unique" unique ("account");
  create index "person_unit_id_index" on "person" ("unit_id");
  alter table "person" add constraint "person_rank_check" check ("rank" in ('temporary', 'clerk', 'section-deputy', 'section-head', 'division-deputy', 'division-head'));

  create table "statement" ("id" uuid not null, "attempt_id" uuid not null, "candidate_id" uuid not null, "text" text not null, "stated_at" timestamptz not null, primary key ("id"));
  create index "statement_attempt_id_index" on "statement" ("attempt_id");

  create table "role_grant" ("id" uuid not null, "person_id" uuid not null, "role" text not null, "unit_id" uuid not null, "granted_by" uuid null, "granted_at" timestamptz not null, primary key ("id"));
  alter table "role_grant" add constraint "role_grant_person_id_role_unit_id_unique" unique ("person_id", "role", "unit_id");
  alter table "role_grant" add constraint "role_grant_role_check" check ("role" in ('administrator', 'organizer', 'auditor', 'adviser', 'candidate'));

  create table "policy_version" ("id" uuid not null, "policy" text not null, "version" int not null, "digest" text not null, "document" jsonb not null, "effective_from" timestamptz not null, "created_by" uuid null, "created_at" timestamptz not null, primary key ("id"));
  alter table "policy_version" add constraint "policy_version_policy_version_unique" unique ("policy", "version");

  create table "policy_approval" ("policy_version_id" uuid not null, "approved_by" uuid not null, "approved_at" timestamptz not null, primary key ("policy_version_id"));

  create table "login" ("id" uuid not null, "person_id" uuid not null, "client" text not null, "created_at" timestamptz not null, "last_used_at" timestamptz not null, "revoked_at" timestamptz null, "revoked_reason" text null, primary key ("id"));
  create index "login_person_id_index" on "login" ("person_id");

  create table "refresh_token" ("id" uuid not null, "login_id" uuid not null, "token_digest" text not null, "issued_at" timestamptz not null, "expires_at" timestamptz not null, "exchanged_at" timestamptz null, "superseded_at" timestamptz null, "parent_id" uuid null, primary key ("id"));
  alter table "refresh_token" add constraint "refresh_token_token_digest_unique" unique ("token_digest");
  create index "refresh_token_login_id_index" on "refresh_token" ("login_id");

  create table "invitation" ("id" uuid not null, "token_digest" text not null, "person_id" uuid null, "created_at" timestamptz not null, "expires_at" timestamptz not null, "used_at" timestamptz null, primary key ("id"));
  alter table "invitation" add constraint "invitation_token_digest_unique" unique ("token_digest");

  create table "credit_entry" ("attempt_id" uuid not null, "sequence" int not null, "person_id" uuid not null, "settlement_number" int not null, "amount" int not null, "counters" int null, "entered_at" timestamptz not null, primary key ("attempt_id", "sequence"));
  alter table "credit_entry" add constraint "credit_entry_attempt_id_counters_unique" unique ("attempt_id", "counters");
  create index "credit_entry_person_id_index" on "credit_entry" ("person_id");
  alter table "credit_entry" add constraint "credit_entry_amount_sign" check ((counters is null) = (amount > 0));

  create table "credential" ("person_id" uuid not null, "password_hash" text not null, "changed_at" timestamptz not null, primary key ("person_id"));

  create table "bank_version" ("id" uuid not null, "program" text not null, "version" int not null, "digest" text not null, "content" jsonb not null, "blueprints" jsonb not null, "created_by" uuid null, "created_at" timestamptz not null, primary key ("id"));
  alter table "bank_version" add constraint "bank_version_program_version_unique" unique ("program", "version");
  alter table "bank_version" add constraint "bank_version_program_digest_unique" unique ("program", "digest");

  create table "award" ("id" uuid not null, "attempt_id" uuid not null, "settlement_number" int not null, "position" int not null, "person_id" uuid not null, "award" jsonb not null, "state" text not null, "awarded_at" timestamptz not null, primary key ("id"));
  create index "award_person_id_index" on "award" ("person_id");
  alter table "award" add constraint "award_attempt_id_settlement_number_position_unique" unique ("attempt_id", "settlement_number", "position");
  alter table "award" add constraint "award_state_check" check ("state" in ('granted', 'held', 'withheld', 'revoked'));

  create table "exam" ("id" uuid not null, "unit_id" uuid not null, "bank_version_id" uuid not null, "policy_version_id" uuid not null, "blueprint" jsonb not null, "opens_at" timestamptz not null, "closes_at" timestamptz not null, "audience_unit_ids" jsonb not null, "decisions_needed" int not null, "release_results" text not null, "simulated" boolean not null default false, "created_by" uuid not null, "created_at" timestamptz not null, "published_by" uuid null, "published_at" timestamptz null, "commitment" text null, "waiver" text null, "final_at" timestamptz null, primary key ("id"));
  create index "exam_unit_id_index" on "exam" ("unit_id");
  create index "exam_closes_at_index" on "exam" ("closes_at");
  alter table "exam" add constraint "exam_release_results_check" check ("release_results" in ('at-submission', 'after-screening'));
  alter table "exam" add constraint "exam_window_opens_before_it_closes" check (opens_at < closes_at);
  alter table "exam" add constraint "exam_published_with_commitment" check ((published_at is null) = (commitment is null));
  alter table "exam" add constraint "exam_final_only_when_published" check (final_at is null or published_at is not null);

  create table "time_calibration" ("exam_id" uuid not null, "speed_deviation" double precision not null, "attempt_count" int not null, "items" jsonb not null, "calibrated_at" timestamptz not null, primary key ("exam_id"));

  create table "exam_secret" ("exam_id" uuid not null, "secret_hex" text not null, primary key ("exam_id"));

  create table "review_case" ("id" uuid not null, "attempt_id" uuid not null, "exam_id" uuid not null, "candidate_id" uuid not null, "unit_path" text not null, "code" text not null, "weight" double precision not null, "decisions_needed" int not null, "opened_at" timestamptz not null, "due_at" timestamptz not null, "decided_at" timestamptz null, "finding" text null, primary key ("id"));
  alter table "review_case" add constraint "review_case_attempt_id_unique" unique ("attempt_id");
  alter table "review_case" add constraint "review_case_code_unique" unique ("code");
  alter table "review_case" add constraint "review_case_decided_has_finding" check ((decided_at is null) = (finding is null));
  alter table "review_case" add constraint "review_case_finding_check" check ("finding" in ('cleared', 'inconclusive', 'technical-fault', 're-test', 'invalidated'));

  create table "decision" ("id" uuid not null, "case_id" uuid not null, "auditor_id" uuid not null, "finding" text not null, "reason_code" text not null, "note" text not null, "decided_at" timestamptz not null, primary key ("id"));
  alter table "decision" add constraint "decision_case_id_auditor_id_unique" unique ("case_id", "auditor_id");
  alter table "decision" add constraint "decision_finding_check" check ("finding" in ('cleared', 'inconclusive', 'technical-fault', 're-test', 'invalidated'));

  create table "attempt" ("id" uuid not null, "exam_id" uuid not null, "candidate_id" uuid not null, "ordinal" int not null, "unit_path" text not null, "state" text not null, "form" jsonb not null, "started_at" timestamptz not null, "deadline_at" timestamptz not null, "closed_at" timestamptz null, "receipt" jsonb null, primary key ("id")) partition by hash ("id");
  create index "attempt_exam_id_candidate_id_index" on "attempt" ("exam_id", "candidate_id");
  create index "attempt_candidate_id_index" on "attempt" ("candidate_id");
  create index "attempt_running_deadline" on "attempt" ("state", "deadline_at");
  alter table "attempt" add constraint "attempt_closed_has_time_and_receipt" check ((state = 'running') = (closed_at is null) and (closed_at is null) = (receipt is null));
  alter table "attempt" add constraint "attempt_deadline_after_start" check (deadline_at > started_at);
  alter table "attempt" add constraint "attempt_state_check" check ("state" in ('running', 'submitted', 'expired'));
  create table "attempt_0" partition of "attempt" for values with (modulus 8, remainder 0);
  create table "attempt_1" partition of "attempt" for values with (modulus 8, remainder 1);
  create table "attempt_2" partition of "attempt" for values with (modulus 8, remainder 2);
  create table "attempt_3" partition of "attempt" for values with (modulus 8, remainder 3);
  create table "attempt_4" partition of "attempt" for values with (modulus 8, remainder 4);
  create table "attempt_5" partition of "attempt" for values with (modulus 8, remainder 5);
  create table "attempt_6" partition of "attempt" for values with (modulus 8, remainder 6);
  create table "attempt_7" partition of "attempt" for values with (modulus 8, remainder 7);

  create table "assignment" ("exam_id" uuid not null, "person_id" uuid not null, "extra_time_share" double precision not null default 0, "assistive_technology" boolean not null default false, "assigned_at" timestamptz not null, primary key ("exam_id", "person_id"));
  create index "assignment_person_id_index" on "assignment" ("person_id");

  alter table "person" add constraint "person_unit_id_foreign" foreign key ("unit_id") references "unit" ("id") on update no action on delete no action;

  alter table "statement" add constraint "statement_candidate_id_foreign" foreign key ("candidate_id") references "person" ("id") on update no action on delete no action;

  alter table "role_grant" add constraint "role_grant_person_id_foreign" foreign key ("person_id") references "person" ("id") on update no action on delete no action;
  alter table "role_grant" add constraint "role_grant_unit_id_foreign" foreign key ("unit_id") references "unit" ("id") on update no action on delete no action;

  alter table "policy_version" add constraint "policy_version_created_by_foreign" foreign key ("created_by") references "person" ("id") on update no action on delete no action;

  alter table "policy_approval" add constraint "policy_approval_policy_version_id_foreign" foreign key ("policy_version_id") references "policy_version" ("id") on update no action on delete no action;
  alter table "policy_approval" add constraint "policy_approval_approved_by_foreign" foreign key ("approved_by") references "person" ("id") on update no action on delete no action;

  alter table "login" add constraint "login_person_id_foreign" foreign key ("person_id") references "person" ("id") on update no action on delete no action;

  alter table "refresh_token" add constraint "refresh_token_login_id_foreign" foreign key ("login_id") references "login" ("id") on update no action on delete no action;

  alter table "invitation" add constraint "invitation_person_id_foreign" foreign key ("person_id") references "person" ("id") on update no action on delete no action;

  alter table "credit_entry" add constraint "credit_entry_person_id_foreign" foreign key ("person_id") references "person" ("id") on update no action on delete no action;

  alter table "credential" add constraint "credential_person_id_foreign" foreign key ("person_id") references "person" ("id") on update no action on delete no action;

  alter table "bank_version" add constraint "bank_version_created_by_foreign" foreign key ("created_by") references "person" ("id") on update no action on delete no action;

  alter table "award" add constraint "award_person_id_foreign" foreign key ("person_id") references "person" ("id") on update no action on delete no action;

  alter table "exam" add constraint "exam_unit_id_foreign" foreign key ("unit_id") references "unit" ("id") on update no action on delete no action;
  alter table "exam" add constraint "exam_bank_version_id_foreign" foreign key ("bank_version_id") references "bank_version" ("id") on update no action on delete no action;
  alter table "exam" add constraint "exam_policy_version_id_foreign" foreign key ("policy_version_id") references "policy_version" ("id") on update no action on delete no action;
  alter table "exam" add constraint "exam_created_by_foreign" foreign key ("created_by") references "person" ("id") on update no action on delete no action;
  alter table "exam" add constraint "exam_published_by_foreign" foreign key ("published_by") references "person" ("id") on update no action on delete no action;

  alter table "time_calibration" add constraint "time_calibration_exam_id_foreign" foreign key ("exam_id") references "exam" ("id") on update no action on delete no action;

  alter table "exam_secret" add constraint "exam_secret_exam_id_foreign" foreign key ("exam_id") references "exam" ("id") on update no action on delete no action;

  alter table "review_case" add constraint "review_case_exam_id_foreign" foreign key ("exam_id") references "exam" ("id") on update no action on delete no action;
  alter table "review_case" add constraint "review_case_candidate_id_foreign" foreign key ("candidate_id") references "person" ("id") on update no action on delete no action;

  alter table "decision" add constraint "decision_case_id_foreign" foreign key ("case_id") references "review_case" ("id") on update no action on delete no action;
  alter table "decision" add constraint "decision_auditor_id_foreign" foreign key ("auditor_id") references "person" ("id") on update no action on delete no action;

  alter table "attempt" add constraint "attempt_exam_id_foreign" foreign key ("exam_id") references "exam" ("id") on update no action on delete no action;
  alter table "attempt" add constraint "attempt_candidate_id_foreign" foreign key ("candidate_id") references "person" ("id") on update no action on delete no action;

  alter table "assignment" add constraint "assignment_exam_id_foreign" foreign key ("exam_id") references "exam" ("id") on update no action on delete no action;
  alter table "assignment" add constraint "assignment_person_id_foreign" foreign key ("person_id") references "person" ("id") on update no action on delete no action;
    `)
    this.addSql(/* sql */ `
      create table journal_entry (
        attempt_id uuid not null,
        sequence int not null check (sequence > 0),
        entry_id uuid not null,
        kind text not null check (kind in ('response', 'behavior')),
        item_id text,
        behavior text,
        payload jsonb,
        client_ms double precision not null,
        received_at timestamptz not null,
        primary key (attempt_id, sequence),
        check ((kind = 'behavior') = (behavior is not null))
      ) partition by hash (attempt_id);
      create table log_entry (
        chain text not null,
        number int not null check (number > 0),
        logged_at timestamptz not null,
        actor uuid,
        act text not null,
        subject text not null,
        detail jsonb not null,
        previous_hash text not null,
        hash text not null,
        primary key (chain, number)
      );
      create index log_entry_logged_at on log_entry (logged_at);
    `)
    for (let remainder = 0; remainder < 8; remainder += 1) {
      this.addSql(
        `create table journal_entry_${remainder} partition of journal_entry
         for values with (modulus 8, remainder ${remainder})`,
      )
    }
  }
}
