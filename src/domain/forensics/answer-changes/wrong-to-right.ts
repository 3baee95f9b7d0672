import { type Finding, say } from '../../bank/finding.ts'
import type { PreparedCohort } from '../cohort/cohort-data.ts'
import {
  type CohortTests,
  noTests,
  type PersonIndicator,
  type PersonTest,
} from '../cohort/person-indicator.ts'
import type { Flag } from '../flag.ts'
import { AS_UNCHANGED, excessTail, expectChanges, type HonestChanges } from './change-tail.ts'
import type { Changer } from './changed-items.ts'
import { erasureIndex } from './erasure-index.ts'
import { changesIn, FEWEST_CHANGERS, FEWEST_CHANGES } from './honest-changes.ts'
import { lateChanges } from './late-changes.ts'

/** Fewer changes say nothing of one person. */
const FEWEST_OWN_CHANGES = 5

/**
 * Whether too many of a person's changed answers turned right. The statistic is the erasure
 * detection index EDI (Wollack, Cohen & Eckerly 2015) with its continuity correction; the ability
 * is that of the unchanged items. p is the exact tail of the number of wrong-to-right changes
 * (Sinharay & Johnson 2017), given that honest changes in this cohort come out right more often
 * than other answers and that persons differ in it (`fitHonestChanges`), and averaged over what the
 * unchanged items leave open. Assumes that the number of changes itself is innocent. Smallest: 5
 * changes and 10 unchanged items of the person; 30 persons and 100 changes in the cohort.
 */
export const wrongToRight: PersonIndicator = {
  id: 'wrong-to-right',
  family: 'changes',
  name: say('改答由错变对过多', 'Too many answers changed from wrong to right'),
  source:
    'Erasure detection index (Wollack, Cohen & Eckerly 2015); p by the generalized binomial test ' +
    'on the changed items (Sinharay & Johnson 2017) against the honest changes of the cohort.',
  threshold: null,
  falseFlagRate: {
    value: 0.0006,
    basis: say(
      '改答五次以上的诚实者中 p < .001 的占比，取各模拟情形（改答与未改同样准确、或更准确且因人而异；各约 1.4 万人）中最大者的 95 % 上限。',
      'Share with p < .001 of honest persons with five changes or more: the greatest upper 95 % bound over simulations (changes as often right as other answers, or more often and differing between persons; about 14,000 persons each).',
    ),
  },
  innocentExplanations: [
    say(
      '认真复查：想起了正确答案，或在后面的题目中得到了提示。',
      'Careful review: the answer came to mind later, or another item gave a hint.',
    ),
    say(
      '发现自己答错了行、误解了题意或点错了选项，因而成批更正。',
      'Noticed answers shifted by a line, a misread instruction or wrong clicks, and put them right together.',
    ),
    say(
      '习惯先快速作答一遍，再逐题推敲。',
      'Answers everything quickly first and works it out in a second round.',
    ),
  ],
  test: testChanges,
}

function testChanges(cohort: PreparedCohort): CohortTests {
  const count = cohort.persons.length
  if (cohort.changes === null || cohort.abilities === null) return noTests(count, [noRecord()])
  const { changers, honest } = changesIn(cohort)
  if (honest === null) return noTests(count, [tooFewChanges()])
  const byPerson = new Map(changers.map((changer) => [changer.person, changer]))
  const tests = cohort.persons.map((_, person): PersonTest | null => {
    const changer = byPerson.get(person)
    if (changer === undefined || changer.columns.length < FEWEST_OWN_CHANGES) return null
    return { statistic: erasureIndex([changer]), p: excessTail(changer, honest) }
  })
  return {
    tests,
    findings: [],
    describe: (person) => {
      const changer = byPerson.get(person)
      if (changer === undefined) throw new Error(`person ${person} changed nothing`)
      return describeChanges(cohort, changer, honest)
    },
  }
}

function noRecord(): Finding {
  return {
    pointer: '',
    item: null,
    severity: 'note',
    code: 'changes-not-recorded',
    message: say(
      '没有改答记录或题目参数，未检验改答。',
      'No record of changed answers, or no item parameters; changes were not tested.',
    ),
  }
}

function tooFewChanges(): Finding {
  return {
    pointer: '',
    item: null,
    severity: 'note',
    code: 'changes-too-few',
    message: say(
      `改答少于 ${FEWEST_CHANGES} 次，或改答者不足 ${FEWEST_CHANGERS} 人，无从得知诚实改答的通常结果，未作检验。`,
      `Fewer than ${FEWEST_CHANGES} changes or ${FEWEST_CHANGERS} persons who made any, so how honest changes usually come out is not known; not tested.`,
    ),
  }
}

function describeChanges(cohort: PreparedCohort, changer: Changer, honest: HonestChanges) {
  const { columns, wrongToRight: found, person } = changer
  const usual = expectChanges(changer, honest).mean.toFixed(1)
  const model = expectChanges(changer, AS_UNCHANGED).mean.toFixed(1)
  const tail = excessTail(changer, AS_UNCHANGED).toPrecision(2)
  const lines: Flag['evidence'] = [
    {
      itemId: null,
      text: say(
        `按未改题目所示的能力，这些题约可对 ${model} 题（概率 ${tail}，不计诚实改答的优势）；按本次考试诚实改答的通常结果约为 ${usual} 题`,
        `the ability shown by the unchanged items gives about ${model} right (probability ${tail} without the advantage honest changes have); honest changes in this exam about ${usual}`,
      ),
    },
  ]
  return {
    summary: say(
      `改动的 ${columns.length} 题中有 ${found} 题由错变对，与独立作答在统计上不一致。`,
      `${found} of ${columns.length} changed answers went from wrong to right, which is statistically inconsistent with independent work.`,
    ),
    evidence: [...lines, ...lateChanges(cohort, person)],
  }
}
