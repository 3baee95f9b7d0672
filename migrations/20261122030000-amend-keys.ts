import { Migration } from '@mikro-orm/migrations'

/** Keys found wrong after publication: who said so, who agreed; both only ever added to. */
export class AmendKeys extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
      create table "key_amendment" ("id" uuid not null, "exam_id" uuid not null, "number" int not null, "item_id" text not null, "change" jsonb not null, "reason" text not null, "proposed_by" uuid not null, "proposed_at" timestamptz not null, primary key ("id"));
      alter table "key_amendment" add constraint "key_amendment_exam_id_number_unique" unique ("exam_id", "number");
      alter table "key_amendment" add constraint "key_amendment_exam_id_foreign" foreign key ("exam_id") references "exam" ("id") on update no action on delete no action;
      alter table "key_amendment" add constraint "key_amendment_proposed_by_foreign" foreign key ("proposed_by") references "person" ("id") on update no action on delete no action;

      create table "amendment_verdict" ("amendment_id" uuid not null, "number" int not null, "approved" boolean not null, "note" text not null, "decided_by" uuid not null, "decided_at" timestamptz not null, primary key ("amendment_id"));
      alter table "amendment_verdict" add constraint "amendment_verdict_amendment_id_foreign" foreign key ("amendment_id") references "key_amendment" ("id") on update no action on delete no action;
      alter table "amendment_verdict" add constraint "amendment_verdict_decided_by_foreign" foreign key ("decided_by") references "person" ("id") on update no action on delete no action;

      alter table "settlement" drop constraint "settlement_cause_check";
      alter table "settlement" add constraint "settlement_cause_check" check ("cause" in ('submission', 'screening', 'decision', 'amendment'));
    `)
    // They name right answers: seen by those who cover the exam, never by its candidates.
    this.keep(
      'key_amendment',
      `exists (select 1 from exam join unit on unit.id = exam.unit_id
        where exam.id = key_amendment.exam_id and probity_covers(unit.path))`,
    )
    this.keep(
      'amendment_verdict',
      `exists (select 1 from key_amendment where key_amendment.id = amendment_verdict.amendment_id)`,
    )
    // The rule of two persons, held by the database too.
    this.addSql(/* sql */ `
      create function refuse_own_verdict() returns trigger language plpgsql as $$
      begin
        if exists (select 1 from key_amendment
          where id = new.amendment_id and proposed_by = new.decided_by) then
          raise exception 'an amendment needs a second person'
            using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
      create trigger amendment_verdict_is_of_another before insert on amendment_verdict
        for each row execute function refuse_own_verdict();
    `)
  }

  private keep(table: string, seenWhen: string): void {
    this.addSql(`create trigger ${table}_is_append_only before update or delete on ${table}
      for each row execute function refuse_change()`)
    this.addSql(`create trigger ${table}_is_kept before truncate on ${table}
      for each statement execute function refuse_change()`)
    this.addSql(`alter table ${table} enable row level security`)
    this.addSql(`alter table ${table} force row level security`)
    this.addSql(`grant select, insert on ${table} to probity_app`)
    this.addSql(`create policy system_writes on ${table} to probity_app
      using (probity_is_system()) with check (probity_is_system())`)
    this.addSql(`create policy seen_by_whom_it_concerns on ${table} for select to probity_app
      using (${seenWhen})`)
  }
}
