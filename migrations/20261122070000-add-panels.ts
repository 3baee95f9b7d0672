import { Migration } from '@mikro-orm/migrations'

/** Who sees the rows of each table; all of them only grow. */
const SEEN_WHEN: Readonly<Record<string, string>> = {
  panel: `exists (select 1 from unit where unit.id = panel.unit_id and probity_covers(unit.path))
    or exists (select 1 from panel_judge
      where panel_judge.panel_id = panel.id and panel_judge.person_id = probity_person())`,
  panel_judge: `person_id = probity_person() or exists (
    select 1 from person join unit on unit.id = person.unit_id
    where person.id = panel_judge.person_id and probity_covers(unit.path))`,
  panel_event: 'exists (select 1 from panel where panel.id = panel_event.panel_id)',
  // Nobody sees another judge's ratings while their round is open, whoever asks.
  panel_rating: `judge_id = probity_person() or (
    exists (select 1 from panel join unit on unit.id = panel.unit_id
      where panel.id = panel_rating.panel_id and probity_covers(unit.path))
    and exists (select 1 from panel_event
      where panel_event.panel_id = panel_rating.panel_id
        and panel_event.round = panel_rating.round and panel_event.act = 'closed'))`,
  panel_conclusion: `exists (select 1 from panel join unit on unit.id = panel.unit_id
    where panel.id = panel_conclusion.panel_id and probity_covers(unit.path))`,
  panel_verdict: `exists (select 1 from panel_conclusion
    where panel_conclusion.id = panel_verdict.conclusion_id)`,
}

/** Cut scores by judgement: panels, their judges, rounds, ratings, conclusions, signatures. */
export class AddPanels extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
      create table "panel" ("id" uuid not null, "unit_id" uuid not null, "bank_version_id" uuid not null, "title" jsonb not null, "levels" jsonb not null, "items" jsonb not null, "created_by" uuid not null, "created_at" timestamptz not null, primary key ("id"));
      create index "panel_unit_id_index" on "panel" ("unit_id");
      create index "panel_bank_version_id_index" on "panel" ("bank_version_id");
      alter table "panel" add constraint "panel_unit_id_foreign" foreign key ("unit_id") references "unit" ("id") on update no action on delete no action;
      alter table "panel" add constraint "panel_bank_version_id_foreign" foreign key ("bank_version_id") references "bank_version" ("id") on update no action on delete no action;
      alter table "panel" add constraint "panel_created_by_foreign" foreign key ("created_by") references "person" ("id") on update no action on delete no action;

      create table "panel_judge" ("panel_id" uuid not null, "person_id" uuid not null, "invited_by" uuid not null, "invited_at" timestamptz not null, primary key ("panel_id", "person_id"));
      create index "panel_judge_person_id_index" on "panel_judge" ("person_id");
      alter table "panel_judge" add constraint "panel_judge_panel_id_foreign" foreign key ("panel_id") references "panel" ("id") on update no action on delete no action;
      alter table "panel_judge" add constraint "panel_judge_person_id_foreign" foreign key ("person_id") references "person" ("id") on update no action on delete no action;
      alter table "panel_judge" add constraint "panel_judge_invited_by_foreign" foreign key ("invited_by") references "person" ("id") on update no action on delete no action;

      create table "panel_event" ("panel_id" uuid not null, "number" int not null, "act" text not null, "round" int not null, "actor" uuid not null, "at" timestamptz not null, primary key ("panel_id", "number"));
      alter table "panel_event" add constraint "panel_event_act_check" check ("act" in ('opened', 'closed'));
      alter table "panel_event" add constraint "panel_event_panel_id_foreign" foreign key ("panel_id") references "panel" ("id") on update no action on delete no action;
      alter table "panel_event" add constraint "panel_event_actor_foreign" foreign key ("actor") references "person" ("id") on update no action on delete no action;

      create table "panel_rating" ("panel_id" uuid not null, "round" int not null, "judge_id" uuid not null, "level" text not null, "item_id" text not null, "number" int not null, "probability" double precision not null, "rated_at" timestamptz not null, primary key ("panel_id", "round", "judge_id", "level", "item_id", "number"));
      alter table "panel_rating" add constraint "panel_rating_panel_id_foreign" foreign key ("panel_id") references "panel" ("id") on update no action on delete no action;
      alter table "panel_rating" add constraint "panel_rating_judge_id_foreign" foreign key ("judge_id") references "person" ("id") on update no action on delete no action;

      create table "panel_conclusion" ("id" uuid not null, "panel_id" uuid not null, "number" int not null, "round" int not null, "cuts" jsonb not null, "reason" text not null, "concluded_by" uuid not null, "concluded_at" timestamptz not null, primary key ("id"));
      alter table "panel_conclusion" add constraint "panel_conclusion_panel_id_number_unique" unique ("panel_id", "number");
      alter table "panel_conclusion" add constraint "panel_conclusion_panel_id_foreign" foreign key ("panel_id") references "panel" ("id") on update no action on delete no action;
      alter table "panel_conclusion" add constraint "panel_conclusion_concluded_by_foreign" foreign key ("concluded_by") references "person" ("id") on update no action on delete no action;

      create table "panel_verdict" ("conclusion_id" uuid not null, "approved" boolean not null, "note" text not null, "decided_by" uuid not null, "decided_at" timestamptz not null, primary key ("conclusion_id"));
      alter table "panel_verdict" add constraint "panel_verdict_conclusion_id_foreign" foreign key ("conclusion_id") references "panel_conclusion" ("id") on update no action on delete no action;
      alter table "panel_verdict" add constraint "panel_verdict_decided_by_foreign" foreign key ("decided_by") references "person" ("id") on update no action on delete no action;

      alter table "exam" add column "panel_id" uuid null, add column "cut_reason" text null;
      alter table "exam" add constraint "exam_panel_id_foreign" foreign key ("panel_id") references "panel" ("id") on update no action on delete no action;
    `)
    for (const [table, condition] of Object.entries(SEEN_WHEN)) this.keep(table, condition)
    this.guardRatings()
    this.guardSignatures()
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

  /** A rating is of a judge of the panel, and in the round that is open. */
  private guardRatings(): void {
    this.addSql(/* sql */ `
      create function guard_panel_event() returns trigger language plpgsql as $$
      begin
        if new.number <> 1 + (
          select count(*) from panel_event where panel_id = new.panel_id)
          or new.number <> 2 * new.round - (new.act = 'opened')::int
        then
          raise exception 'rounds are opened and closed in turn' using errcode = 'check_violation';
        end if;
        if exists (select 1 from panel_conclusion
          left join panel_verdict on conclusion_id = panel_conclusion.id
          where panel_id = new.panel_id and (approved is null or approved))
        then
          raise exception 'a concluded panel has no further rounds' using errcode = 'check_violation';
        end if;
        return new;
      end $$;
      create trigger panel_event_is_guarded before insert on panel_event
        for each row execute function guard_panel_event();

      create function guard_panel_rating() returns trigger language plpgsql as $$
      begin
        if new.probability not between 0 and 1 then
          raise exception 'a rating is a probability' using errcode = 'check_violation';
        end if;
        if not exists (select 1 from panel_judge
          where panel_id = new.panel_id and person_id = new.judge_id)
        then
          raise exception 'only judges of the panel rate' using errcode = 'check_violation';
        end if;
        if not exists (select 1 from panel_event
            where panel_id = new.panel_id and round = new.round and act = 'opened')
          or exists (select 1 from panel_event
            where panel_id = new.panel_id and round = new.round and act = 'closed')
        then
          raise exception 'the round is not open' using errcode = 'check_violation';
        end if;
        return new;
      end $$;
      create trigger panel_rating_is_guarded before insert on panel_rating
        for each row execute function guard_panel_rating();
    `)
  }

  /** Concluded on a closed round; signed by somebody else, and by no judge. */
  private guardSignatures(): void {
    this.addSql(/* sql */ `
      create function guard_panel_conclusion() returns trigger language plpgsql as $$
      begin
        if new.round is distinct from (select max(round) from panel_event
            where panel_id = new.panel_id and act = 'closed')
          or exists (select 1 from panel_event
            where panel_id = new.panel_id and round > new.round)
        then
          raise exception 'a conclusion is on the last closed round' using errcode = 'check_violation';
        end if;
        if exists (select 1 from panel_conclusion
          left join panel_verdict on conclusion_id = panel_conclusion.id
          where panel_id = new.panel_id and (approved is null or approved))
        then
          raise exception 'the panel is concluded' using errcode = 'check_violation';
        end if;
        if exists (select 1 from panel_judge
          where panel_id = new.panel_id and person_id = new.concluded_by)
        then
          raise exception 'a judge does not conclude' using errcode = 'check_violation';
        end if;
        return new;
      end $$;
      create trigger panel_conclusion_is_guarded before insert on panel_conclusion
        for each row execute function guard_panel_conclusion();

      create function guard_panel_verdict() returns trigger language plpgsql as $$
      begin
        if exists (select 1 from panel_conclusion
          where id = new.conclusion_id and concluded_by = new.decided_by)
        then
          raise exception 'a cut needs a second person' using errcode = 'check_violation';
        end if;
        if exists (select 1 from panel_conclusion join panel_judge using (panel_id)
          where panel_conclusion.id = new.conclusion_id and person_id = new.decided_by)
        then
          raise exception 'a judge does not sign' using errcode = 'check_violation';
        end if;
        return new;
      end $$;
      create trigger panel_verdict_is_guarded before insert on panel_verdict
        for each row execute function guard_panel_verdict();
    `)
  }
}
