import { Migration } from '@mikro-orm/migrations'

/** An auditor of a branch sees the exam of a case there, also when a unit above holds the exam. */
export class ShowExamsToReviewers extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
      create index "review_case_exam_id_index" on "review_case" ("exam_id");
      alter policy seen_by_whom_it_concerns on exam using (
        exists (select 1 from unit where unit.id = exam.unit_id and probity_covers(unit.path))
        or exists (select 1 from assignment
          where assignment.exam_id = exam.id and assignment.person_id = probity_person())
        or exists (select 1 from review_case
          where review_case.exam_id = exam.id and probity_covers(review_case.unit_path))
      );
    `)
  }
}
