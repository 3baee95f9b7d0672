import { Migration } from '@mikro-orm/migrations'

/** Written once, never changed: what happened stays what happened. */
const HISTORIES = [
  'journal_entry',
  'settlement',
  'decision',
  'statement',
  'award',
  'credit_entry',
  'log_entry',
  'bank_version',
  'policy_version',
  'policy_approval',
  'exam_secret',
  'time_calibration',
] as const

export class KeepHistories extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% is append-only: % refused', tg_table_name, lower(tg_op)
          using errcode = 'restrict_violation';
      end $$;
    `)
    for (const table of HISTORIES) {
      this.addSql(
        `create trigger ${table}_is_append_only before update or delete on ${table}
         for each row execute function refuse_change()`,
      )
      this.addSql(
        `create trigger ${table}_is_kept before truncate on ${table}
         for each statement execute function refuse_change()`,
      )
    }
    this.addSql(/* sql */ `
      create function keep_published_exam() returns trigger language plpgsql as $$
      begin
        if old.published_at is not null and (
          new.bank_version_id, new.policy_version_id, new.blueprint, new.opens_at, new.closes_at,
          new.decisions_needed, new.release_results, new.commitment, new.published_at, new.waiver, new.unit_id
        ) is distinct from (
          old.bank_version_id, old.policy_version_id, old.blueprint, old.opens_at, old.closes_at,
          old.decisions_needed, old.release_results, old.commitment, old.published_at, old.waiver, old.unit_id
        ) then
          raise exception 'a published exam is frozen' using errcode = 'restrict_violation';
        end if;
        if old.final_at is not null and new.final_at is distinct from old.final_at then
          raise exception 'a final exam stays final' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
      create trigger exam_is_frozen_when_published before update on exam
        for each row execute function keep_published_exam();

      create function keep_attempt() returns trigger language plpgsql as $$
      begin
        if (new.id, new.exam_id, new.candidate_id, new.ordinal, new.form, new.started_at, new.unit_path)
          is distinct from
          (old.id, old.exam_id, old.candidate_id, old.ordinal, old.form, old.started_at, old.unit_path)
        then
          raise exception 'an attempt keeps its form' using errcode = 'restrict_violation';
        end if;
        if old.state <> 'running' then
          raise exception 'a closed attempt stays closed' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
      create trigger attempt_is_kept before update on attempt
        for each row execute function keep_attempt();
    `)
  }
}
