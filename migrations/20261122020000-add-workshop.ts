import { Migration } from '@mikro-orm/migrations'

const TABLES = ['bank_frame', 'item_revision', 'item_event'] as const

/** Items with their revisions and history; all of it only grows. */
export class AddWorkshop extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
      create table "bank_frame" ("program" text not null, "revision" int not null, "content" jsonb not null, "created_by" uuid not null, "created_at" timestamptz not null, primary key ("program", "revision"));
      alter table "bank_frame" add constraint "bank_frame_revision_counts_from_one" check (revision >= 1);
      alter table "bank_frame" add constraint "bank_frame_created_by_foreign" foreign key ("created_by") references "person" ("id") on update no action on delete no action;

      create table "item_revision" ("program" text not null, "item_id" text not null, "revision" int not null, "content" jsonb not null, "note" text not null, "created_by" uuid not null, "created_at" timestamptz not null, primary key ("program", "item_id", "revision"));
      alter table "item_revision" add constraint "item_revision_counts_from_one" check (revision >= 1);
      alter table "item_revision" add constraint "item_revision_has_its_id" check (content ->> 'id' = item_id);
      alter table "item_revision" add constraint "item_revision_created_by_foreign" foreign key ("created_by") references "person" ("id") on update no action on delete no action;

      create table "item_event" ("program" text not null, "item_id" text not null, "number" int not null, "revision" int not null, "act" text not null, "note" text not null, "actor" uuid not null, "at" timestamptz not null, primary key ("program", "item_id", "number"));
      alter table "item_event" add constraint "item_event_counts_from_one" check (number >= 1);
      alter table "item_event" add constraint "item_event_says_why" check (act not in ('noted', 'returned') or btrim(note) <> '');
      alter table "item_event" add constraint "item_event_act_check" check ("act" in ('drafted', 'noted', 'reviewed', 'returned', 'made-live', 'retired'));
      alter table "item_event" add constraint "item_event_actor_foreign" foreign key ("actor") references "person" ("id") on update no action on delete no action;
    `)
    this.guardEvents()
    for (const table of TABLES) {
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
          using (probity_has_branch());
      `)
    }
  }

  /** The rule of the second pair of eyes, held by the database as well. */
  private guardEvents(): void {
    this.addSql(/* sql */ `
      create function guard_item_event() returns trigger language plpgsql as $$
      begin
        if not exists (select 1 from item_revision where program = new.program
          and item_id = new.item_id and revision = new.revision)
        then
          raise exception 'an item event needs its revision' using errcode = 'check_violation';
        end if;
        if new.act = 'reviewed' and exists (
          select 1 from item_revision where program = new.program and item_id = new.item_id
            and created_by = new.actor and revision > (
              select coalesce(max(revision), 0) from item_event where program = new.program
                and item_id = new.item_id and act = 'made-live'))
        then
          raise exception 'an author does not review' using errcode = 'check_violation';
        end if;
        if new.act = 'made-live' and (
          select act from item_event where program = new.program and item_id = new.item_id
            and revision = new.revision and act <> 'noted' order by number desc limit 1
        ) is distinct from 'reviewed' then
          raise exception 'only what was reviewed goes live' using errcode = 'check_violation';
        end if;
        return new;
      end $$;
      create trigger item_event_is_guarded before insert on item_event
        for each row execute function guard_item_event();
    `)
  }
}
