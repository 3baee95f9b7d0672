import { Migration } from '@mikro-orm/migrations'

const TABLES = ['log_checkpoint', 'log_checkpoint_head', 'checkpoint_timestamp'] as const

/**
 * Signed states of the whole log, the chains that grew since the state before, what time stamp
 * authorities said of them; and what each settlement was given, so that it can be made again.
 */
export class SignCheckpoints extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
      create table "log_checkpoint" ("number" int not null, "made_at" timestamptz not null, "chains" int not null, "entries" int not null, "root" text not null, "previous" text not null, "public_key_pem" text not null, "signature" text not null, primary key ("number"));
      alter table "log_checkpoint" add constraint "log_checkpoint_counts_from_one" check (number >= 1 and chains >= 1 and entries >= chains);

      create table "log_checkpoint_head" ("chain" text not null, "checkpoint" int not null, "entries" int not null, "head" text not null, "root" text not null, primary key ("chain", "checkpoint"));
      create index "log_checkpoint_head_checkpoint_index" on "log_checkpoint_head" ("checkpoint");
      alter table "log_checkpoint_head" add constraint "log_checkpoint_head_checkpoint_foreign" foreign key ("checkpoint") references "log_checkpoint" ("number") on update no action on delete no action;

      create table "checkpoint_timestamp" ("checkpoint" int not null, "authority" text not null, "token" text not null, "stamped_at" timestamptz not null, "received_at" timestamptz not null, primary key ("checkpoint", "authority"));
      alter table "checkpoint_timestamp" add constraint "checkpoint_timestamp_checkpoint_foreign" foreign key ("checkpoint") references "log_checkpoint" ("number") on update no action on delete no action;

      alter table "settlement" add column "given" jsonb null;
    `)
    for (const table of TABLES) {
      this.addSql(/* sql */ `
        alter table ${table} enable row level security;
        alter table ${table} force row level security;
        grant select, insert on ${table} to probity_app;
        create policy system_writes on ${table} to probity_app
          using (probity_is_system()) with check (probity_is_system());
        create trigger ${table}_is_append_only before update or delete on ${table}
          for each row execute function refuse_change();
        create trigger ${table}_is_kept before truncate on ${table}
          for each statement execute function refuse_change();
      `)
    }
  }
}
