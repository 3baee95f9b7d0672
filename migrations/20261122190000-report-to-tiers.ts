import { Migration } from '@mikro-orm/migrations'

const OF_PERSON = (table: string) => `person_id = probity_person() or exists (
  select 1 from person join unit on unit.id = person.unit_id
  where person.id = ${table}.person_id and probity_covers(unit.path))`

/** Who sees the rows of each table; all of them only grow. */
const SEEN_WHEN: Readonly<Record<string, string>> = {
  exemption: OF_PERSON('exemption'),
  exemption_end: `exists (
    select 1 from exemption where exemption.id = exemption_end.exemption_id)`,
  attendance: OF_PERSON('attendance'),
  unit_target: `exists (
    select 1 from unit where unit.id = unit_target.unit_id and probity_covers(unit.path))`,
}

/** What tiers report on: exemptions with their reasons, hours attended, targets of units. */
export class ReportToTiers extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
      create function fits_a_day(hours double precision) returns boolean language sql immutable as
        $$ select hours between 0 and 24 $$;
      create function is_share(share double precision) returns boolean language sql immutable as
        $$ select share between 0 and 1 $$;

      create table "exemption" ("id" uuid not null, "exam_id" uuid not null, "person_id" uuid not null, "reason" text not null, "until_at" timestamptz null, "exempted_by" uuid not null, "exempted_at" timestamptz not null, primary key ("id"));
      create index "exemption_exam_id_person_id_index" on "exemption" ("exam_id", "person_id");
      create index "exemption_person_id_index" on "exemption" ("person_id");
      alter table "exemption" add constraint "exemption_has_a_reason" check (reason ~ '[^[:space:]]');
      alter table "exemption" add constraint "exemption_exam_id_foreign" foreign key ("exam_id") references "exam" ("id") on update no action on delete no action;
      alter table "exemption" add constraint "exemption_person_id_foreign" foreign key ("person_id") references "person" ("id") on update no action on delete no action;
      alter table "exemption" add constraint "exemption_exempted_by_foreign" foreign key ("exempted_by") references "person" ("id") on update no action on delete no action;

      create table "exemption_end" ("exemption_id" uuid not null, "reason" text not null, "ended_by" uuid not null, "ended_at" timestamptz not null, primary key ("exemption_id"));
      alter table "exemption_end" add constraint "exemption_end_exemption_id_foreign" foreign key ("exemption_id") references "exemption" ("id") on update no action on delete no action;
      alter table "exemption_end" add constraint "exemption_end_ended_by_foreign" foreign key ("ended_by") references "person" ("id") on update no action on delete no action;

      create table "attendance" ("person_id" uuid not null, "day" date not null, "what" text not null, "number" int not null, "hours" double precision not null, "recorded_by" uuid not null, "recorded_at" timestamptz not null, primary key ("person_id", "day", "what", "number"));
      alter table "attendance" add constraint "attendance_fits_a_day" check (fits_a_day(hours));
      alter table "attendance" add constraint "attendance_person_id_foreign" foreign key ("person_id") references "person" ("id") on update no action on delete no action;
      alter table "attendance" add constraint "attendance_recorded_by_foreign" foreign key ("recorded_by") references "person" ("id") on update no action on delete no action;

      create table "unit_target" ("unit_id" uuid not null, "year" int not null, "number" int not null, "participation" double precision not null, "share_at_level" double precision not null, "set_by" uuid not null, "set_at" timestamptz not null, primary key ("unit_id", "year", "number"));
      alter table "unit_target" add constraint "unit_target_is_in_shares" check (is_share(participation) and is_share(share_at_level));
      alter table "unit_target" add constraint "unit_target_set_by_foreign" foreign key ("set_by") references "person" ("id") on update no action on delete no action;
    `)
    for (const [table, condition] of Object.entries(SEEN_WHEN)) this.keep(table, condition)
    this.guardExemptions()
  }

  private keep(table: string, seenWhen: string): void {
    this.addSql(/* sql */ `
      create trigger ${table}_is_append_only before update or delete on ${table}
        for each row execute function refuse_change();
      create trigger ${table}_is_kept before truncate on ${table}
        for each statement execute function refuse_change();
      alter table ${table} enable row level security;
      alter table ${table} force row level security;
      grant select, insert on ${table} to probity_app;
      create policy system_writes on ${table} to probity_app
        using (probity_is_system()) with check (probity_is_system());
      create policy seen_by_whom_it_concerns on ${table} for select to probity_app
        using (${seenWhen});
    `)
  }

  /** Of exams the person is assigned to, and nobody exempts themselves. */
  private guardExemptions(): void {
    this.addSql(/* sql */ `
      create function guard_exemption() returns trigger language plpgsql as $$
      begin
        if new.exempted_by = new.person_id then
          raise exception 'nobody exempts themselves' using errcode = 'check_violation';
        end if;
        if not exists (select 1 from assignment
          where exam_id = new.exam_id and person_id = new.person_id)
        then
          raise exception 'only who is assigned is exempted' using errcode = 'check_violation';
        end if;
        return new;
      end $$;
      create trigger exemption_is_guarded before insert on exemption
        for each row execute function guard_exemption();
    `)
  }
}
