import { Migration } from '@mikro-orm/migrations'

/** Read or filled in by the migration itself, although only the service may see its rows. */
const CONVERTED = [
  'award',
  'attempt',
  'exam',
  'credit_entry',
  'credit_transaction',
  'credit_posting',
]
const HISTORIES = [
  'credit_transaction',
  'credit_posting',
  'certificate',
  'certificate_event',
  'human_task',
  'human_task_event',
  'outbox_message',
]
const CHANGED = ['webhook', 'webhook_delivery']

const SEEN_WHEN: Readonly<Record<string, string>> = {
  credit_transaction: `person_id = probity_person() or exists (
    select 1 from person join unit on unit.id = person.unit_id
    where person.id = credit_transaction.person_id and probity_covers(unit.path))`,
  credit_posting: `exists (select 1 from credit_transaction
    where credit_transaction.origin = credit_posting.origin
      and credit_transaction.sequence = credit_posting.sequence)`,
  certificate: `person_id = probity_person() or exists (
    select 1 from person join unit on unit.id = person.unit_id
    where person.id = certificate.person_id and probity_covers(unit.path))`,
  certificate_event: `exists (select 1 from certificate
    where certificate.id = certificate_event.certificate_id)`,
  human_task: 'person_id = probity_person() or probity_covers(unit_path)',
  human_task_event: `exists (select 1 from human_task
    where human_task.id = human_task_event.task_id)`,
}

/**
 * Credits by double entry, certificates, tasks that people do, and the outbox with its webhooks.
 * What the old ledger says is carried over; it stays as it was and is read no more.
 */
export class IssueAwards extends Migration {
  override up(): void {
    this.widenAwards()
    this.keepCredits()
    this.keepCertificatesAndTasks()
    this.keepOutbox()
    for (const table of [...HISTORIES, ...CHANGED]) this.guard(table)
    for (const table of HISTORIES) {
      this.addSql(/* sql */ `
        create trigger ${table}_is_append_only before update or delete on ${table}
          for each row execute function refuse_change();
        create trigger ${table}_is_kept before truncate on ${table}
          for each statement execute function refuse_change();
      `)
    }
    for (const table of CHANGED) this.addSql(`grant update on ${table} to probity_app`)
    this.addSql('grant usage on sequence certificate_status_index to probity_app')
    this.convert()
  }

  /** Awards follow from attempts, or from how a person or unit stands at the end of a period. */
  private widenAwards(): void {
    this.addSql(/* sql */ `
      alter table "award" alter column "attempt_id" drop not null, alter column "person_id" drop not null,
        add column "origin" text null, add column "unit_id" uuid null, add column "title" jsonb null,
        add column "final_at" timestamptz null, add column "valid_until" timestamptz null;
      alter table "award" drop constraint "award_attempt_id_settlement_number_position_unique";
      alter table "award" add constraint "award_unit_id_foreign" foreign key ("unit_id") references "unit" ("id") on update no action on delete no action;
      alter table "award" no force row level security;
      alter table "award" disable trigger user;
      update award set origin = 'attempt:' || attempt_id;
      alter table "award" enable trigger user;
      alter table "award" force row level security;
      alter table "award" alter column "origin" set not null;
      alter table "award" add constraint "award_origin_settlement_number_position_unique" unique ("origin", "settlement_number", "position");
      create index "award_attempt_id_index" on "award" ("attempt_id");
      alter table "award" add constraint "award_of_person_or_unit" check ((person_id is null) <> (unit_id is null));
      drop policy seen_by_whom_it_concerns on award;
      create policy seen_by_whom_it_concerns on award for select to probity_app using (
        person_id = probity_person()
        or exists (select 1 from attempt where attempt.id = award.attempt_id)
        or attempt_id is null and (
          exists (select 1 from unit where unit.id = award.unit_id and probity_covers(unit.path))
          or exists (select 1 from person join unit on unit.id = person.unit_id
            where person.id = award.person_id and probity_covers(unit.path))));
    `)
  }

  private keepCredits(): void {
    this.addSql(/* sql */ `
      create table "credit_transaction" ("origin" text not null, "sequence" int not null, "person_id" uuid not null, "attempt_id" uuid null, "kind" text not null, "source" text not null, "amount" int not null, "counters" int null, "title" jsonb not null, "earned_at" timestamptz not null, "expires_at" timestamptz not null, "made_at" timestamptz not null, primary key ("origin", "sequence"));
      alter table "credit_transaction" add constraint "credit_transaction_origin_counters_unique" unique ("origin", "counters");
      create index "credit_transaction_person_id_index" on "credit_transaction" ("person_id");
      create index "credit_transaction_expires_at_index" on "credit_transaction" ("expires_at");
      alter table "credit_transaction" add constraint "credit_transaction_kind_check" check ("kind" in ('grant', 'hold', 'release', 'revoke', 'expire'));
      alter table "credit_transaction" add constraint "credit_transaction_source_check" check ("source" in ('competence', 'attendance'));
      alter table "credit_transaction" add constraint "credit_transaction_amount_positive" check (amount > 0);
      alter table "credit_transaction" add constraint "credit_transaction_names_what_it_counters" check (kind = 'hold' or (counters is null) = (kind = 'grant'));
      alter table "credit_transaction" add constraint "credit_transaction_person_id_foreign" foreign key ("person_id") references "person" ("id") on update no action on delete no action;

      create table "credit_posting" ("origin" text not null, "sequence" int not null, "account" text not null, "amount" int not null, primary key ("origin", "sequence", "account"));
      alter table "credit_posting" add constraint "credit_posting_account_check" check ("account" in ('issued', 'held', 'available', 'revoked', 'expired'));
      alter table "credit_posting" add constraint "credit_posting_moves_something" check (amount <> 0);

      create function keep_credits_balanced() returns trigger language plpgsql as $$
      declare
        total bigint;
        largest bigint;
        moved int;
        overdrawn boolean;
      begin
        select coalesce(sum(amount), 0), coalesce(max(amount), 0) into total, largest
          from credit_posting where origin = new.origin and sequence = new.sequence;
        select amount into moved from credit_transaction
          where origin = new.origin and sequence = new.sequence;
        if moved is null or total <> 0 or largest <> moved then
          raise exception 'the postings of % number % do not balance', new.origin, new.sequence
            using errcode = 'integrity_constraint_violation';
        end if;
        select bool_or(balance < 0) into overdrawn from (
          select sum(amount) as balance from credit_posting
          where origin = new.origin and account <> 'issued' group by account) as accounts;
        if overdrawn then
          raise exception 'an account of % is overdrawn', new.origin
            using errcode = 'integrity_constraint_violation';
        end if;
        return null;
      end $$;
      create constraint trigger credit_transaction_balances after insert on credit_transaction
        deferrable initially deferred for each row execute function keep_credits_balanced();
      create constraint trigger credit_posting_balances after insert on credit_posting
        deferrable initially deferred for each row execute function keep_credits_balanced();
    `)
  }

  private keepCertificatesAndTasks(): void {
    this.addSql(/* sql */ `
      create sequence certificate_status_index;
      create table "certificate" ("id" uuid not null, "origin" text not null, "number" int not null, "person_id" uuid not null, "attempt_id" uuid null, "code" text not null, "status_index" int not null, "content" jsonb not null, "earned_at" timestamptz not null, "issued_at" timestamptz not null, "valid_until" timestamptz null, primary key ("id"));
      alter table "certificate" add constraint "certificate_origin_number_unique" unique ("origin", "number");
      alter table "certificate" add constraint "certificate_code_unique" unique ("code");
      alter table "certificate" add constraint "certificate_status_index_unique" unique ("status_index");
      create index "certificate_person_id_index" on "certificate" ("person_id");
      alter table "certificate" add constraint "certificate_person_id_foreign" foreign key ("person_id") references "person" ("id") on update no action on delete no action;

      create table "certificate_event" ("certificate_id" uuid not null, "number" int not null, "state" text not null, "at" timestamptz not null, primary key ("certificate_id", "number"));
      alter table "certificate_event" add constraint "certificate_event_state_check" check ("state" in ('valid', 'suspended', 'revoked'));
      alter table "certificate_event" add constraint "certificate_event_certificate_id_foreign" foreign key ("certificate_id") references "certificate" ("id") on update no action on delete no action;

      create table "human_task" ("id" uuid not null, "origin" text not null, "award_key" text not null, "number" int not null, "kind" text not null, "award" jsonb not null, "person_id" uuid null, "unit_id" uuid not null, "unit_path" text not null, "attempt_id" uuid null, "title" jsonb not null, "reasons" jsonb not null, "opened_at" timestamptz not null, "due_at" timestamptz not null, primary key ("id"));
      alter table "human_task" add constraint "human_task_origin_award_key_number_unique" unique ("origin", "award_key", "number");
      create index "human_task_person_id_index" on "human_task" ("person_id");
      alter table "human_task" add constraint "human_task_kind_check" check ("kind" in ('talk', 'retraining'));
      alter table "human_task" add constraint "human_task_person_id_foreign" foreign key ("person_id") references "person" ("id") on update no action on delete no action;
      alter table "human_task" add constraint "human_task_unit_id_foreign" foreign key ("unit_id") references "unit" ("id") on update no action on delete no action;

      create table "human_task_event" ("task_id" uuid not null, "kind" text not null, "note" text not null, "by" uuid null, "at" timestamptz not null, primary key ("task_id"));
      alter table "human_task_event" add constraint "human_task_event_kind_check" check ("kind" in ('done', 'declined', 'withdrawn'));
      alter table "human_task_event" add constraint "human_task_event_by_somebody" check ((by is null) = (kind = 'withdrawn'));
      alter table "human_task_event" add constraint "human_task_event_declined_with_reason" check (kind <> 'declined' or note <> '');
      alter table "human_task_event" add constraint "human_task_event_task_id_foreign" foreign key ("task_id") references "human_task" ("id") on update no action on delete no action;
      alter table "human_task_event" add constraint "human_task_event_by_foreign" foreign key ("by") references "person" ("id") on update no action on delete no action;
    `)
  }

  private keepOutbox(): void {
    this.addSql(/* sql */ `
      create table "outbox_message" ("id" uuid not null, "topic" text not null, "unit_path" text null, "payload" jsonb not null, "made_at" timestamptz not null, primary key ("id"));
      create table "webhook" ("id" uuid not null, "unit_id" uuid not null, "url" text not null, "topics" jsonb not null, "secret" text not null, "created_by" uuid not null, "created_at" timestamptz not null, "ended_at" timestamptz null, primary key ("id"));
      alter table "webhook" add constraint "webhook_unit_id_foreign" foreign key ("unit_id") references "unit" ("id") on update no action on delete no action;
      alter table "webhook" add constraint "webhook_created_by_foreign" foreign key ("created_by") references "person" ("id") on update no action on delete no action;
      create table "webhook_delivery" ("webhook_id" uuid not null, "message_id" uuid not null, "state" text not null, "attempts" int not null default 0, "first_at" timestamptz not null, "next_at" timestamptz not null, "last_at" timestamptz null, "last_status" int null, "last_error" text null, primary key ("webhook_id", "message_id"));
      create index "webhook_delivery_due" on "webhook_delivery" ("webhook_id", "state", "next_at");
      alter table "webhook_delivery" add constraint "webhook_delivery_state_check" check ("state" in ('waiting', 'delivered', 'dead'));
      alter table "webhook_delivery" add constraint "webhook_delivery_webhook_id_foreign" foreign key ("webhook_id") references "webhook" ("id") on update no action on delete no action;
      alter table "webhook_delivery" add constraint "webhook_delivery_message_id_foreign" foreign key ("message_id") references "outbox_message" ("id") on update no action on delete no action;
    `)
  }

  private guard(table: string): void {
    this.addSql(/* sql */ `
      alter table ${table} enable row level security;
      alter table ${table} force row level security;
      grant select, insert on ${table} to probity_app;
      create policy system_writes on ${table} to probity_app
        using (probity_is_system()) with check (probity_is_system());
    `)
    const condition = SEEN_WHEN[table]
    if (condition === undefined) return
    this.addSql(
      `create policy seen_by_whom_it_concerns on ${table} for select to probity_app
       using (${condition})`,
    )
  }

  /**
   * A line that gave becomes a grant, a counter-entry a revocation of what it countered; credits
   * of an award that is held now, which the old ledger left out, are held.
   */
  private convert(): void {
    for (const table of CONVERTED) this.addSql(`alter table ${table} no force row level security`)
    this.addSql(/* sql */ `
      create temporary table converted on commit drop as
        select entry.*, 'attempt:' || entry.attempt_id as origin, exam.blueprint -> 'title' as title,
          attempt.closed_at as earned_at,
          extract(year from attempt.closed_at at time zone 'UTC' + interval '8 hours')::int as year
        from (
          select attempt_id, sequence, person_id, case when counters is null then 'grant'
              else 'revoke' end as kind, abs(amount) as amount, counters, entered_at as made_at
            from credit_entry
          union all
          select award.attempt_id, coalesce((select max(sequence) from credit_entry
              where credit_entry.attempt_id = award.attempt_id), 0) + 1, award.person_id, 'hold',
              (award.award ->> 'amount')::int, null, award.awarded_at
            from award where award.award ->> 'kind' = 'credits' and award.state = 'held'
              and settlement_number = (select max(settlement_number) from award as latest
                where latest.attempt_id = award.attempt_id)
              and coalesce((select sum(amount) from credit_entry
                where credit_entry.attempt_id = award.attempt_id), 0) = 0
        ) as entry
        join attempt on attempt.id = entry.attempt_id
        join exam on exam.id = attempt.exam_id;
      insert into credit_transaction (origin, sequence, person_id, attempt_id, kind, source, amount,
          counters, title, earned_at, expires_at, made_at)
        select origin, sequence, person_id, attempt_id, kind, 'competence', amount, counters, title,
          earned_at, (make_date(year - ((year - 2023) % 5 + 5) % 5 + 5, 1, 1)::timestamp
            - interval '8 hours') at time zone 'UTC', made_at
        from converted;
      insert into credit_posting (origin, sequence, account, amount)
        select origin, sequence, case kind when 'revoke' then 'available' else 'issued' end, -amount
          from converted
        union all
        select origin, sequence, case kind when 'revoke' then 'revoked' when 'hold' then 'held'
          else 'available' end, amount from converted;
      -- Balances are checked now: a table with checks to come can't be altered.
      set constraints all immediate;
    `)
    for (const table of CONVERTED) this.addSql(`alter table ${table} force row level security`)
  }
}
