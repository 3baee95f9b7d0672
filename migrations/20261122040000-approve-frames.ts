import { Migration } from '@mikro-orm/migrations'

/** Who agreed to a program's frame; only ever added to. */
export class ApproveFrames extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
      create table "frame_approval" ("program" text not null, "revision" int not null, "note" text not null, "approved_by" uuid not null, "approved_at" timestamptz not null, primary key ("program", "revision"));
      alter table "frame_approval" add constraint "frame_approval_revision_counts_from_one" check (revision >= 1);
      alter table "frame_approval" add constraint "frame_approval_approved_by_foreign" foreign key ("approved_by") references "person" ("id") on update no action on delete no action;
      create trigger frame_approval_is_append_only before update or delete on frame_approval
        for each row execute function refuse_change();
      create trigger frame_approval_is_kept before truncate on frame_approval
        for each statement execute function refuse_change();
      alter table frame_approval enable row level security;
      alter table frame_approval force row level security;
      grant select, insert on frame_approval to probity_app;
      create policy system_writes on frame_approval to probity_app
        using (probity_is_system()) with check (probity_is_system());
      create policy seen_by_whom_it_concerns on frame_approval for select to probity_app
        using (probity_has_branch());
    `)
    // The rule of the second pair of eyes, held by the database as well.
    this.addSql(/* sql */ `
      create function guard_frame_approval() returns trigger language plpgsql as $$
      begin
        if not exists (select 1 from bank_frame
          where program = new.program and revision = new.revision)
        then
          raise exception 'a frame approval needs its frame' using errcode = 'check_violation';
        end if;
        if exists (select 1 from bank_frame
          where program = new.program and revision > new.revision)
        then
          raise exception 'a newer frame is proposed' using errcode = 'check_violation';
        end if;
        if exists (select 1 from bank_frame
          where program = new.program and created_by = new.approved_by and revision > (
            select coalesce(max(revision), 0) from frame_approval where program = new.program))
        then
          raise exception 'a frame needs a second person' using errcode = 'check_violation';
        end if;
        return new;
      end $$;
      create trigger frame_approval_is_guarded before insert on frame_approval
        for each row execute function guard_frame_approval();
    `)
  }
}
