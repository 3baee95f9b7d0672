import { attempt } from './en/attempt.ts'
import { certificate } from './en/certificate.ts'
import { channel } from './en/channel.ts'
import { pages } from './en/pages.ts'
import { result } from './en/result.ts'
import { retest } from './en/retest.ts'
import { rights } from './en/rights.ts'

/** Texts of the candidate's pages. A key added to an area must be added to it in `zh-cn/` too. */
export const en = {
  ...pages,
  ...attempt,
  ...channel,
  ...result,
  ...retest,
  ...rights,
  ...certificate,
} as const
