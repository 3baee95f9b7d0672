import { Migration } from '@mikro-orm/migrations'

const TABLES = ['bank_version_approval', 'bank_release', 'frame_return'] as const
/** What the owner reads below, and sees no row of while its security is forced. */
const READ = ['bank_version', 'exam', 'log_entry', 'frame_approval'] as const

/**
 * Who vouches for a bank version: the person who approved it, or the workshop it was released
 * from; and who sent a program's frame back. All of it only grows.
 */
export class ApproveBanks extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
      create table "bank_version_approval" ("bank_version_id" uuid not null, "note" text not null, "approved_by" uuid null, "approved_at" timestamptz not null, primary key ("bank_version_id"));
      alter table "bank_version_approval" add constraint "bank_version_approval_bank_version_id_foreign" foreign key ("bank_version_id") references "bank_version" ("id") on update no action on delete no action;
      alter table "bank_version_approval" add constraint "bank_version_approval_approved_by_foreign" foreign key ("approved_by") references "person" ("id") on update no action on delete no action;

      create table "bank_release" ("bank_version_id" uuid not null, "frame_revision" int not null, "released_by" uuid not null, "released_at" timestamptz not null, primary key ("bank_version_id"));
      alter table "bank_release" add constraint "bank_release_revision_counts_from_one" check (frame_revision >= 1);
      alter table "bank_release" add constraint "bank_release_bank_version_id_foreign" foreign key ("bank_version_id") references "bank_version" ("id") on update no action on delete no action;
      alter table "bank_release" add constraint "bank_release_released_by_foreign" foreign key ("released_by") references "person" ("id") on update no action on delete no action;

      create table "frame_return" ("program" text not null, "revision" int not null, "note" text not null, "returned_by" uuid not null, "returned_at" timestamptz not null, primary key ("program", "revision"));
      alter table "frame_return" add constraint "frame_return_revision_counts_from_one" check (revision >= 1);
      alter table "frame_return" add constraint "frame_return_says_why" check (btrim(note) <> '');
      alter table "frame_return" add constraint "frame_return_returned_by_foreign" foreign key ("returned_by") references "person" ("id") on update no action on delete no action;
    `)
    this.takeOver()
    this.guardBanks()
    this.guardFrames()
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

  /**
   * Versions there are already: what the log says came from the workshop in an approved frame
   * is a release; what a published exam uses stays in use, approved by nobody.
   */
  private takeOver(): void {
    for (const table of READ) this.addSql(`alter table ${table} no force row level security`)
    this.addSql(/* sql */ `
      insert into bank_release (bank_version_id, frame_revision, released_by, released_at)
        select distinct on (bank_version.id) bank_version.id, frame_approval.revision,
          log_entry.actor, log_entry.logged_at
        from bank_version
        join log_entry on log_entry.chain = 'bank:' || bank_version.program
          and act = 'bank-composed' and detail ->> 'digest' = bank_version.digest
        join frame_approval on frame_approval.program = bank_version.program
          and frame_approval.revision = (detail ->> 'frameRevision')::int
          and approved_at <= logged_at
        where log_entry.actor is not null
        order by bank_version.id, log_entry.number;

      insert into bank_version_approval (bank_version_id, note, approved_by, approved_at)
        select bank_version_id, '', null, min(published_at) from exam
        where published_at is not null
          and bank_version_id not in (select bank_version_id from bank_release)
        group by bank_version_id;
    `)
    for (const table of READ) this.addSql(`alter table ${table} force row level security`)
  }

  /** The rule of the second pair of eyes, held by the database as well. */
  private guardBanks(): void {
    this.addSql(/* sql */ `
      create function guard_bank_approval() returns trigger language plpgsql as $$
      begin
        if new.approved_by is null then
          raise exception 'a bank approval needs a person' using errcode = 'check_violation';
        end if;
        if exists (select 1 from bank_version
          where id = new.bank_version_id and created_by = new.approved_by)
        then
          raise exception 'a bank version needs a second person'
            using errcode = 'check_violation';
        end if;
        return new;
      end $$;
      create trigger bank_version_approval_is_guarded before insert on bank_version_approval
        for each row execute function guard_bank_approval();

      create function guard_bank_release() returns trigger language plpgsql as $$
      begin
        if not exists (select 1 from bank_version join frame_approval using (program)
          where id = new.bank_version_id and revision = new.frame_revision)
        then
          raise exception 'a bank release needs an approved frame'
            using errcode = 'check_violation';
        end if;
        return new;
      end $$;
      create trigger bank_release_is_guarded before insert on bank_release
        for each row execute function guard_bank_release();
    `)
  }

  private guardFrames(): void {
    this.addSql(/* sql */ `
      create function guard_frame_return() returns trigger language plpgsql as $$
      begin
        if not exists (select 1 from bank_frame
          where program = new.program and revision = new.revision)
        then
          raise exception 'a frame return needs its frame' using errcode = 'check_violation';
        end if;
        if exists (select 1 from bank_frame
          where program = new.program and revision > new.revision)
        then
          raise exception 'a newer frame is proposed' using errcode = 'check_violation';
        end if;
        if exists (select 1 from frame_approval
          where program = new.program and revision = new.revision)
        then
          raise exception 'this frame is approved' using errcode = 'check_violation';
        end if;
        return new;
      end $$;
      create trigger frame_return_is_guarded before insert on frame_return
        for each row execute function guard_frame_return();

      create function guard_returned_frame() returns trigger language plpgsql as $$
      begin
        if exists (select 1 from frame_return
          where program = new.program and revision = new.revision)
        then
          raise exception 'this frame was returned' using errcode = 'check_violation';
        end if;
        return new;
      end $$;
      create trigger frame_approval_is_of_no_returned_frame before insert on frame_approval
        for each row execute function guard_returned_frame();
    `)
  }
}
