import { Migration } from '@mikro-orm/migrations'

/** Row triggers of a partitioned table reach its partitions; statement triggers do not. */
const PARTITIONED_HISTORIES = ['journal_entry', 'settlement'] as const
const PARTITIONS = 8

/** Closes two gaps: partitions could be truncated one by one; some columns of exams could change. */
export class KeepPartitions extends Migration {
  override up(): void {
    for (const table of PARTITIONED_HISTORIES) {
      for (let remainder = 0; remainder < PARTITIONS; remainder += 1) {
        this.addSql(
          `create trigger ${table}_${remainder}_is_kept before truncate on ${table}_${remainder}
           for each statement execute function refuse_change()`,
        )
      }
    }
    this.addSql(/* sql */ `
      create or replace function keep_published_exam() returns trigger language plpgsql as $$
      begin
        if old.published_at is not null
          and to_jsonb(new) - 'final_at' is distinct from to_jsonb(old) - 'final_at'
        then
          raise exception 'a published exam is frozen' using errcode = 'restrict_violation';
        end if;
        if old.final_at is not null and new.final_at is distinct from old.final_at then
          raise exception 'a final exam stays final' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
    `)
  }
}
