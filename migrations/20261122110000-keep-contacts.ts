import { Migration } from '@mikro-orm/migrations'

/** With which devices, addresses and logins an attempt was worked: keyed digests, never in clear. */
export class KeepContacts extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
      create table "attempt_contact" ("attempt_id" uuid not null, "combination" text not null, "device" text null, "address" text not null, "network" text not null, "login_id" uuid not null, "client" text not null, "first_seen_at" timestamptz not null, primary key ("attempt_id", "combination"));
      create trigger attempt_contact_is_append_only before update or delete on attempt_contact
        for each row execute function refuse_change();
      create trigger attempt_contact_is_kept before truncate on attempt_contact
        for each statement execute function refuse_change();
      alter table attempt_contact enable row level security;
      alter table attempt_contact force row level security;
      grant select, insert on attempt_contact to probity_app;
      create policy system_writes on attempt_contact to probity_app
        using (probity_is_system()) with check (probity_is_system());
      create policy seen_by_whom_it_concerns on attempt_contact for select to probity_app
        using (exists (select 1 from attempt where attempt.id = attempt_contact.attempt_id));
    `)
  }
}
