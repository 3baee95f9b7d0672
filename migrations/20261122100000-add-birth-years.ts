import { Migration } from '@mikro-orm/migrations'

/** A person's birth year, where it is known: for age bands of groups, never of one person. */
export class AddBirthYears extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
      alter table "person" add column "birth_year" smallint null;
      alter table "person" add constraint "person_birth_year_is_likely"
        check (birth_year >= 1900 and birth_year <= 2100);
    `)
  }
}
