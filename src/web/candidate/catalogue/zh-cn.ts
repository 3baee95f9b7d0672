import type { en } from './en.ts'
import { attempt } from './zh-cn/attempt.ts'
import { certificate } from './zh-cn/certificate.ts'
import { channel } from './zh-cn/channel.ts'
import { pages } from './zh-cn/pages.ts'
import { result } from './zh-cn/result.ts'
import { retest } from './zh-cn/retest.ts'
import { rights } from './zh-cn/rights.ts'

export const zhCn: Readonly<Record<keyof typeof en, string>> = {
  ...pages,
  ...attempt,
  ...channel,
  ...result,
  ...retest,
  ...rights,
  ...certificate,
}
