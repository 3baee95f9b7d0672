import { Migration } from '@mikro-orm/migrations'

/**
 * Adaptive attempts: how many items the candidate is done with, and a form that only ever grows
 * while the attempt runs. Every other form stays as it was drawn.
 */
export class GrowAdaptiveForms extends Migration {
  override up(): void {
    this.addSql('alter table "attempt" add column "items_left" int null')
    this.addSql(/* sql */ `
      create function form_grows(before jsonb, after jsonb) returns boolean
        language sql immutable as $$
        select before -> 'certificate' ->> 'kind' = 'adaptive'
          and after -> 'certificate' ->> 'kind' = 'adaptive'
          and jsonb_array_length(after -> 'items')
            between jsonb_array_length(before -> 'items') and jsonb_array_length(before -> 'items') + 1
          and not exists (
            select 1 from jsonb_array_elements(before -> 'items')
              with ordinality as kept (item, place)
            where kept.item is distinct from after -> 'items' -> (kept.place::int - 1))
      $$;
      create or replace function keep_attempt() returns trigger language plpgsql as $$
      begin
        if (new.id, new.exam_id, new.candidate_id, new.ordinal, new.started_at, new.unit_path)
          is distinct from
          (old.id, old.exam_id, old.candidate_id, old.ordinal, old.started_at, old.unit_path)
        then
          raise exception 'an attempt keeps its form and what it began with' using errcode = 'restrict_violation';
        end if;
        if new.form is distinct from old.form and not form_grows(old.form, new.form) then
          raise exception 'an attempt keeps its form' using errcode = 'restrict_violation';
        end if;
        if (new.items_left is null) is distinct from (old.items_left is null)
          or new.items_left not between old.items_left and old.items_left + 1
          or new.items_left > jsonb_array_length(new.form -> 'items')
        then
          raise exception 'items are left one by one' using errcode = 'restrict_violation';
        end if;
        if old.state <> 'running' then
          raise exception 'a closed attempt stays closed' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
    `)
  }
}
