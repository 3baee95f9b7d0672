import type { en } from './en.ts'
import { awards } from './zh-cn/awards.ts'
import { banks } from './zh-cn/banks.ts'
import { bulletins } from './zh-cn/bulletins.ts'
import { cases } from './zh-cn/cases.ts'
import { casesEvidence } from './zh-cn/cases-evidence.ts'
import { casesQueue } from './zh-cn/cases-queue.ts'
import { constraints } from './zh-cn/constraints.ts'
import { exams } from './zh-cn/exams.ts'
import { live } from './zh-cn/live.ts'
import { panels } from './zh-cn/panels.ts'
import { people } from './zh-cn/people.ts'
import { policies } from './zh-cn/policies.ts'
import { policiesWriting } from './zh-cn/policies-writing.ts'
import { published } from './zh-cn/published.ts'
import { reports } from './zh-cn/reports.ts'
import { retests } from './zh-cn/retests.ts'
import { screening } from './zh-cn/screening.ts'
import { shell } from './zh-cn/shell.ts'
import { workshop } from './zh-cn/workshop.ts'

export const zhCn: Readonly<Record<keyof typeof en, string>> = {
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
}
