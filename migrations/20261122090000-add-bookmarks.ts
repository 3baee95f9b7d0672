import { Migration } from '@mikro-orm/migrations'

/** Bookmark panels: the method of a panel, and the places of its judges' bookmarks. */
export class AddBookmarks extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
      alter table "panel" add column "method" text not null default 'angoff';
      alter table "panel" add constraint "panel_method_check" check ("method" in ('angoff', 'bookmark'));

      create table "panel_bookmark" ("panel_id" uuid not null, "round" int not null, "judge_id" uuid not null, "level" text not null, "number" int not null, "page" int not null, "placed_at" timestamptz not null, primary key ("panel_id", "round", "judge_id", "level", "number"));
      alter table "panel_bookmark" add constraint "panel_bookmark_panel_id_foreign" foreign key ("panel_id") references "panel" ("id") on update no action on delete no action;
      alter table "panel_bookmark" add constraint "panel_bookmark_judge_id_foreign" foreign key ("judge_id") references "person" ("id") on update no action on delete no action;

      create trigger panel_bookmark_is_append_only before update or delete on panel_bookmark
        for each row execute function refuse_change();
      create trigger panel_bookmark_is_kept before truncate on panel_bookmark
        for each statement execute function refuse_change();
      alter table panel_bookmark enable row level security;
      alter table panel_bookmark force row level security;
      grant select, insert on panel_bookmark to probity_app;
      create policy system_writes on panel_bookmark to probity_app
        using (probity_is_system()) with check (probity_is_system());
    `)
    // Nobody sees another judge's bookmarks while their round is open, whoever asks.
    this.addSql(/* sql */ `
      create policy seen_by_whom_it_concerns on panel_bookmark for select to probity_app
        using (judge_id = probity_person() or (
          exists (select 1 from panel join unit on unit.id = panel.unit_id
            where panel.id = panel_bookmark.panel_id and probity_covers(unit.path))
          and exists (select 1 from panel_event
            where panel_event.panel_id = panel_bookmark.panel_id
              and panel_event.round = panel_bookmark.round and panel_event.act = 'closed')));
    `)
    this.guardBookmarks()
  }

  /** A bookmark is of a judge, in the open round, in the booklet; each method has its own votes. */
  private guardBookmarks(): void {
    this.addSql(/* sql */ `
      create function guard_panel_bookmark() returns trigger language plpgsql as $$
      begin
        if not exists (select 1 from panel where id = new.panel_id
          and new.page between 1 and jsonb_array_length(items) + 1)
        then
          raise exception 'a bookmark lies in the booklet' using errcode = 'check_violation';
        end if;
        if not exists (select 1 from panel_judge
          where panel_id = new.panel_id and person_id = new.judge_id)
        then
          raise exception 'only judges of the panel place bookmarks'
            using errcode = 'check_violation';
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
      create trigger panel_bookmark_is_guarded before insert on panel_bookmark
        for each row execute function guard_panel_bookmark();

      create function guard_panel_method() returns trigger language plpgsql as $$
      begin
        if not exists (select 1 from panel where id = new.panel_id and method = tg_argv[0]) then
          raise exception 'the panel uses another method' using errcode = 'check_violation';
        end if;
        return new;
      end $$;
      create trigger panel_rating_fits_method before insert on panel_rating
        for each row execute function guard_panel_method('angoff');
      create trigger panel_bookmark_fits_method before insert on panel_bookmark
        for each row execute function guard_panel_method('bookmark');
    `)
  }
}
