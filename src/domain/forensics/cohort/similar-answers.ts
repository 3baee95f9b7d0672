import { say } from '../../bank/finding.ts'
import type { Flag } from '../flag.ts'
import { type IndicatorRun, type IndicatorText, probabilityText } from '../fusion/flag-of.ts'
import type { JudgedPair } from '../fusion/judge-pairs.ts'
import { similarityOfPersons } from '../similarity/similarity-of-persons.ts'

/** Partners told in the evidence. */
const LINES = 5

const SIMILAR_ANSWERS: IndicatorText = {
  id: 'similar-answers',
  family: 'similarity',
  name: say('答案雷同', 'Similar answers'),
  source:
    'Smallest p of all pairs of a person, the smaller of GBT (van der Linden & Sotaridona 2006) ' +
    'and M4 (Maynes 2014) doubled, adjusted for the number of partners: 1 - (1 - p)^partners. ' +
    'The statistic is omega (Romero, Riascos & Jara 2015) of that pair.',
  threshold: null,
  falseFlagRate: {
    value: 0.0005,
    basis: say(
      '以模拟的 14 场诚实考试共 7,000 人测得：p < .001 者 0 人，95 % 上限为 0.043 %；含按选项、三参数数据用两参数模型、各人试卷不同三种情形，3 % 缺失。',
      'Measured on 7,000 persons in 14 simulated honest exams: nobody below p = .001, upper 95 % bound 0.043 %; by options, 3PL data under a 2PL model, and own forms of 50 of 80 items, 3 % missing.',
    ),
  },
  innocentExplanations: [
    say(
      '一起培训或使用同一份资料（包括其中的错误）。',
      'Trained together, or learned from the same materials, mistakes included.',
    ),
    say(
      '题目的某个错误选项格外有吸引力，或题库答案有误。',
      'Some wrong options are unusually tempting, or the key is wrong.',
    ),
    say(
      '答案由同一人代为录入，或考生是被抄袭的一方而不知情。',
      'One person entered the answers of several; or this person was copied from without knowing.',
    ),
  ],
}

/** The row's number from 1: who sees one person's flag need not see another's name. */
function partnerLine(pair: JudgedPair, person: number): Flag['evidence'][number] {
  const partner = (pair.a === person ? pair.b : pair.a) + 1
  const { shared, matches, identicalWrong } = pair
  const p = probabilityText(pair.p)
  return {
    itemId: null,
    text: say(
      `与第 ${partner} 号考生：共同作答 ${shared} 题，${matches} 题相同，其中同错 ${identicalWrong} 题，ω = ${pair.omega.toFixed(2)}，p = ${p}`,
      `with person no. ${partner}: ${matches} of ${shared} shared items alike, ${identicalWrong} of them alike and wrong, omega = ${pair.omega.toFixed(2)}, p = ${p}`,
    ),
  }
}

/**
 * What all pairs say of each person. Persons none of whose pairs passed the screen have p = 1: the
 * screen dismisses nobody whose p could matter.
 */
export function similarAnswers(
  pairs: readonly JudgedPair[],
  partners: ArrayLike<number>,
): IndicatorRun {
  const own = new Map<number, JudgedPair[]>()
  for (const pair of pairs) {
    for (const person of [pair.a, pair.b]) {
      const list = own.get(person)
      if (list) list.push(pair)
      else own.set(person, [pair])
    }
  }
  for (const list of own.values()) list.sort((left, right) => left.p - right.p)
  const tests = similarityOfPersons(pairs, partners).map(
    (found, person) => found && { statistic: own.get(person)?.[0]?.omega ?? 0, p: found.p },
  )
  const describe = (person: number) => {
    const list = own.get(person) ?? []
    const flagged = list.filter((pair) => pair.flagged).length
    return {
      summary: say(
        `与其他考生的答案相似程度超出各自独立作答的范围（${flagged} 对被标记）。`,
        `Answers more alike to those of others than independent work makes them (${flagged} pairs flagged).`,
      ),
      evidence: list.slice(0, LINES).map((pair) => partnerLine(pair, person)),
    }
  }
  return { indicator: SIMILAR_ANSWERS, outcome: { tests, findings: [], describe } }
}
