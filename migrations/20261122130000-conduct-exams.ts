import { Migration } from '@mikro-orm/migrations'

const PARTITIONS = 8

/**
 * What organizers can do while an exam is open (time, pauses, messages, reopening), which page of
 * an attempt is live, forms prepared before the window, and time in which the service was away.
 */
export class ConductExams extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
      alter table "attempt" add column "paused_from" timestamptz null, add column "paused_until" timestamptz null, add column "claim" int not null default 0, add column "reopened" int not null default 0, add column "notice_count" int not null default 0, add column "pauses" jsonb not null default '[]';
      alter table "attempt" add constraint "attempt_pause_has_both_ends" check ((paused_from is null) = (paused_until is null) and (paused_from is null or paused_from <= paused_until));
      alter table "exam" add column "extended_seconds" int not null default 0, add column "paused_until" timestamptz null, add column "requirements" jsonb null;
      alter table "exam" add constraint "exam_is_never_shortened" check (extended_seconds >= 0);
      alter table "journal_entry" add column "claim" int not null default 0;

      create table "conduct_act" ("id" uuid not null, "exam_id" uuid not null, "attempt_id" uuid null, "kind" text not null, "seconds" int null, "text" text not null, "acted_by" uuid null, "acted_at" timestamptz not null, primary key ("id"));
      create index "conduct_act_exam_id_attempt_id_index" on "conduct_act" ("exam_id", "attempt_id");
      create index "conduct_act_attempt_id_index" on "conduct_act" ("attempt_id");
      alter table "conduct_act" add constraint "conduct_act_kind_check" check ("kind" in ('extend', 'pause', 'resume', 'message', 'reopen', 'outage'));
      alter table "conduct_act" add constraint "conduct_act_exam_id_foreign" foreign key ("exam_id") references "exam" ("id") on update no action on delete no action;
      alter table "conduct_act" add constraint "conduct_act_acted_by_foreign" foreign key ("acted_by") references "person" ("id") on update no action on delete no action;

      create table "service_outage" ("id" uuid not null, "from_at" timestamptz not null, "until_at" timestamptz not null, "noted_at" timestamptz not null, primary key ("id"));
      create table "service_beat" ("id" int not null, "beat_at" timestamptz not null, primary key ("id"));
      alter table "service_beat" add constraint "service_beat_is_one" check (id = 1);

      create table "accommodation" ("person_id" uuid not null, "number" int not null, "extra_time_share" double precision not null, "assistive_technology" boolean not null, "reason" text not null, "given_by" uuid not null, "given_at" timestamptz not null, primary key ("person_id", "number"));
      alter table "accommodation" add constraint "accommodation_person_id_foreign" foreign key ("person_id") references "person" ("id") on update no action on delete no action;
      alter table "accommodation" add constraint "accommodation_given_by_foreign" foreign key ("given_by") references "person" ("id") on update no action on delete no action;

      create table "prepared_form" ("attempt_id" uuid not null, "exam_id" uuid not null, "form" jsonb not null, "prepared_at" timestamptz not null, primary key ("attempt_id")) partition by hash ("attempt_id");
      create index "prepared_form_exam_id_index" on "prepared_form" ("exam_id");
    `)
    for (let remainder = 0; remainder < PARTITIONS; remainder += 1) {
      this.addSql(
        `create table "prepared_form_${remainder}" partition of "prepared_form"
         for values with (modulus ${PARTITIONS}, remainder ${remainder})`,
      )
    }
    for (const table of [
      'conduct_act',
      'service_outage',
      'service_beat',
      'prepared_form',
      'accommodation',
    ]) {
      this.addSql(/* sql */ `
        alter table ${table} enable row level security;
        alter table ${table} force row level security;
        grant select, insert on ${table} to probity_app;
        create policy system_writes on ${table} to probity_app
          using (probity_is_system()) with check (probity_is_system());
      `)
    }
    for (const table of ['conduct_act', 'service_outage', 'accommodation']) {
      this.addSql(/* sql */ `
        create trigger ${table}_is_append_only before update or delete on ${table}
          for each row execute function refuse_change();
        create trigger ${table}_is_kept before truncate on ${table}
          for each statement execute function refuse_change();
      `)
    }
    this.addSql('grant update on service_beat to probity_app')
    // What was approved for a person reaches the exams they are assigned to already.
    this.addSql('grant update on assignment to probity_app')
    // Whoever has begun has their form; the rest go when the window has closed.
    this.addSql('grant delete on prepared_form to probity_app')
    this.addSql(/* sql */ `
      create policy seen_by_whom_it_concerns on conduct_act for select to probity_app
        using (case when attempt_id is null
          then exists (select 1 from exam where exam.id = conduct_act.exam_id)
          else exists (select 1 from attempt where attempt.id = conduct_act.attempt_id) end);
      create policy seen_by_whom_it_concerns on accommodation for select to probity_app
        using (person_id = probity_person() or exists (
          select 1 from person join unit on unit.id = person.unit_id
          where person.id = accommodation.person_id and probity_covers(unit.path)));
    `)
    this.keepExams()
    this.keepAttempts()
  }

  /** A window can be made longer while the exam is open, never shorter. */
  private keepExams(): void {
    this.addSql(/* sql */ `
      create or replace function keep_published_exam() returns trigger language plpgsql as $$
      declare
        free constant text[] := array['final_at', 'extended_seconds', 'paused_until'];
      begin
        if old.published_at is not null
          and to_jsonb(new) - free is distinct from to_jsonb(old) - free
        then
          raise exception 'a published exam is frozen' using errcode = 'restrict_violation';
        end if;
        if new.extended_seconds < old.extended_seconds then
          raise exception 'an exam is never shortened' using errcode = 'restrict_violation';
        end if;
        if old.final_at is not null and to_jsonb(new) is distinct from to_jsonb(old) then
          raise exception 'a final exam stays final' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
    `)
  }

  /** A closed attempt stays closed unless it is reopened, which counts; pages only take over. */
  private keepAttempts(): void {
    this.addSql(/* sql */ `
      create or replace function keep_attempt() returns trigger language plpgsql as $$
      declare
        reopens constant boolean := new.state = 'running' and new.reopened = old.reopened + 1;
      begin
        if (new.id, new.exam_id, new.candidate_id, new.ordinal, new.started_at, new.unit_path)
          is distinct from
          (old.id, old.exam_id, old.candidate_id, old.ordinal, old.started_at, old.unit_path)
        then
          raise exception 'an attempt keeps its form and what it began with' using errcode = 'restrict_violation';
        end if;
        if new.form is distinct from old.form and not form_grows(old.form, new.form) then
          raise exception 'an attempt keeps its form' using errcode = 'restrict_violation';
        end if;
        if (new.items_left is null) is distinct from (old.items_left is null)
          or new.items_left not between old.items_left and old.items_left + 1
          or new.items_left > jsonb_array_length(new.form -> 'items')
        then
          raise exception 'items are left one by one' using errcode = 'restrict_violation';
        end if;
        if new.claim < old.claim or new.notice_count < old.notice_count then
          raise exception 'pages and notices are counted upwards' using errcode = 'restrict_violation';
        end if;
        if old.state = 'running' and new.reopened <> old.reopened then
          raise exception 'only a closed attempt is reopened' using errcode = 'restrict_violation';
        end if;
        if old.state <> 'running' and not reopens then
          raise exception 'a closed attempt stays closed' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
    `)
  }
}
