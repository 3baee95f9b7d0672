import { awards } from './en/awards.ts'
import { banks } from './en/banks.ts'
import { bulletins } from './en/bulletins.ts'
import { cases } from './en/cases.ts'
import { casesEvidence } from './en/cases-evidence.ts'
import { casesQueue } from './en/cases-queue.ts'
import { constraints } from './en/constraints.ts'
import { exams } from './en/exams.ts'
import { live } from './en/live.ts'
import { panels } from './en/panels.ts'
import { people } from './en/people.ts'
import { policies } from './en/policies.ts'
import { policiesWriting } from './en/policies-writing.ts'
import { published } from './en/published.ts'
import { reports } from './en/reports.ts'
import { retests } from './en/retests.ts'
import { screening } from './en/screening.ts'
import { shell } from './en/shell.ts'
import { workshop } from './en/workshop.ts'

/** Texts of the console. A key added to an area must be added to it in `zh-cn/` too. */
export const en = {
  ...shell,
  ...exams,
  ...constraints,
  ...published,
  ...reports,
  ...screening,
  ...retests,
  ...live,
  ...banks,
  ...workshop,
  ...panels,
  ...policies,
  ...policiesWriting,
  ...cases,
  ...casesEvidence,
  ...casesQueue,
  ...bulletins,
  ...people,
  ...awards,
} as const
