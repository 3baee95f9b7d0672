import { say } from '../../bank/finding.ts'
import type { LocalizedText } from '../../text.ts'

/** Why an honest pattern may not fit; the same for all statistics of person fit. */
export const MISFIT_EXPLANATIONS: readonly LocalizedText[] = [
  say(
    '考生的知识结构与众不同：来自其他岗位、专业或培训，熟悉难的部分而不熟悉容易的部分。',
    'Knowledge distributed otherwise than in most: another post, subject or training, at home in what is hard for others and not in what is easy.',
  ),
  say(
    '粗心、疲劳、紧张，或开头不顺、结尾赶时间，因此答错了容易的题。',
    'Careless, tired, nervous, a bad start or a hurried end, so that easy items were wrong.',
  ),
  say(
    '答题卡错位、题目译文或显示有误，或评分标准答案有错。',
    'Answers shifted by a line, a flaw in wording, translation or display, or a wrong key.',
  ),
]
