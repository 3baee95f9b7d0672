import { Migration } from '@mikro-orm/migrations'

/** Between which attempts a comparison found something: auditors see them side by side. */
export class KeepPartners extends Migration {
  override up(): void {
    this.addSql('alter table "cohort_evidence" add column "compared" jsonb null')
  }
}
