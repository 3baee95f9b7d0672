import { Migration } from '@mikro-orm/migrations'

/** What a final exam says about its items; again after a key was amended, never changed. */
export class CalibrateItems extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
      create table "item_calibration" ("exam_id" uuid not null, "number" int not null, "amendment_count" int not null, "content" jsonb not null, "calibrated_at" timestamptz not null, primary key ("exam_id", "number"));
      alter table "item_calibration" add constraint "item_calibration_exam_id_foreign" foreign key ("exam_id") references "exam" ("id") on update no action on delete no action;
      create trigger item_calibration_is_append_only before update or delete on item_calibration
        for each row execute function refuse_change();
      create trigger item_calibration_is_kept before truncate on item_calibration
        for each statement execute function refuse_change();
      alter table item_calibration enable row level security;
      alter table item_calibration force row level security;
      grant select, insert on item_calibration to probity_app;
      create policy system_writes on item_calibration to probity_app
        using (probity_is_system()) with check (probity_is_system());
    `)
    // Parameters tell which items are hard: seen by those who cover the exam, not by candidates.
    this.addSql(/* sql */ `
      create policy seen_by_whom_it_concerns on item_calibration for select to probity_app
        using (exists (select 1 from exam join unit on unit.id = exam.unit_id
          where exam.id = item_calibration.exam_id and probity_covers(unit.path)));
    `)
  }
}
