import { Migration } from '@mikro-orm/migrations'

/** How persons and branches stand in their cycles, each time that was worked out; who does it. */
export class KeepStandings extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
      alter table "role_grant" drop constraint "role_grant_role_check";
      alter table "role_grant" add constraint "role_grant_role_check" check ("role" in ('administrator', 'organizer', 'auditor', 'policy-officer', 'adviser', 'candidate'));

      create table "standing" ("id" uuid not null, "key" text not null, "number" int not null, "policy_version_id" uuid not null, "subject" text not null, "person_id" uuid null, "unit_id" uuid not null, "unit_path" text not null, "cycle" text not null, "complete" boolean not null, "facts" jsonb not null, "outcome" jsonb not null, "input_digest" text not null, "evaluated_by" uuid null, "evaluated_at" timestamptz not null, primary key ("id"));
      create index "standing_person_id_index" on "standing" ("person_id");
      create index "standing_unit_id_index" on "standing" ("unit_id");
      alter table "standing" add constraint "standing_key_number_unique" unique ("key", "number");
      alter table "standing" add constraint "standing_subject_check" check ("subject" in ('person', 'unit'));
      alter table "standing" add constraint "standing_of_person_or_unit" check ((subject = 'person') = (person_id is not null));
      alter table "standing" add constraint "standing_policy_version_id_foreign" foreign key ("policy_version_id") references "policy_version" ("id") on update no action on delete no action;
      alter table "standing" add constraint "standing_person_id_foreign" foreign key ("person_id") references "person" ("id") on update no action on delete no action;
      alter table "standing" add constraint "standing_unit_id_foreign" foreign key ("unit_id") references "unit" ("id") on update no action on delete no action;
      alter table "standing" add constraint "standing_evaluated_by_foreign" foreign key ("evaluated_by") references "person" ("id") on update no action on delete no action;

      create trigger standing_is_append_only before update or delete on standing
        for each row execute function refuse_change();
      create trigger standing_is_kept before truncate on standing
        for each statement execute function refuse_change();
      alter table standing enable row level security;
      alter table standing force row level security;
      grant select, insert on standing to probity_app;
      create policy system_writes on standing to probity_app
        using (probity_is_system()) with check (probity_is_system());
      create policy seen_by_whom_it_concerns on standing for select to probity_app
        using (person_id = probity_person() or probity_covers(unit_path));
    `)
  }
}
