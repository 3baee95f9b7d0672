import { say } from '../bank/finding.ts'
import { RANKS } from '../organization/person.ts'
import type { FactDescription } from './fact-description.ts'
import type { PersonFacts, UnitFacts } from './standing-facts.ts'

const count = { type: 'int', minimum: 0 } as const
const share = { type: 'double', minimum: 0, maximum: 1 } as const
const CYCLE_COMPLETE: FactDescription = {
  ...{ type: 'bool', group: 'exam', name: say('周期已结束', 'an ended cycle') },
  description: say(
    '周期是否已结束；未结束时，缺少的仍可补上',
    'Whether the cycle has ended; while it runs, what is missing may yet be earned',
  ),
  example: 'cycleComplete',
}

/** Facts of a person in a cycle. */
export const PERSON_FACTS: Readonly<Record<keyof PersonFacts, FactDescription>> = {
  rank: {
    ...{ type: 'string', group: 'person', name: say('职级', 'rank') },
    description: say(`职级：${RANKS.join('、')}`, `The person's rank: ${RANKS.join(', ')}`),
    example: 'rank == "division-head"',
  },
  post: {
    ...{ type: 'string', group: 'person', name: say('岗位', 'post') },
    description: say('岗位编号；没有时为空', "Id of the person's post; empty without one"),
    example: 'post == "counter-clerk"',
  },
  cycleComplete: CYCLE_COMPLETE,
  yearsInCycle: {
    ...{ ...count, group: 'exam', name: say('周期已开始的年数', 'years of the cycle begun') },
    description: say('周期中已开始的年数', 'Years of the cycle that have begun'),
    example: 'yearsInCycle == 5',
  },
  credits: {
    ...{ ...count, group: 'history', name: say('计入的学分', 'credits that count') },
    description: say(
      '周期内计入的学分：能力学分加上按比例计入的学时学分',
      'Credits that count in the cycle: competence, and attendance up to its share',
    ),
    example: 'credits >= 50',
  },
  competenceCredits: {
    ...{ ...count, group: 'history', name: say('能力学分', 'competence credits') },
    description: say('周期内由考核得到的学分', 'Credits from settled results in the cycle'),
    example: 'competenceCredits >= 30',
  },
  attendanceCredits: {
    ...{ ...count, group: 'history', name: say('学时学分', 'attendance credits') },
    description: say(
      '周期内记录的全部学时学分',
      'Every credit from recorded attendance in the cycle, counted or not',
    ),
    example: 'attendanceCredits > 0',
  },
  attendanceCounted: {
    ...{ ...count, group: 'history', name: say('计入的学时学分', 'attendance that counts') },
    description: say(
      '按本规则文件的比例上限计入的学时学分',
      "Attendance credits within the document's share (attendanceShare)",
    ),
    example: 'attendanceCounted <= 20',
  },
  heldCredits: {
    ...{ ...count, group: 'review', name: say('暂缓的学分', 'held credits') },
    description: say(
      '因核查或申诉未结束而暂缓的学分',
      'Credits held because a review or an appeal is open',
    ),
    example: 'heldCredits == 0',
  },
  creditsByYear: {
    type: 'map<string, int>',
    ...{ group: 'history', name: say('各年计入的学分', 'credits by year') },
    description: say(
      '各年计入的学分，如 creditsByYear["2026"]',
      'Credits that count by year, as creditsByYear["2026"]',
    ),
    example: '"2026" in creditsByYear && creditsByYear["2026"] >= 50',
  },
  leastCreditsInAYear: {
    ...{ ...count, group: 'history', name: say('最少一年的学分', 'credits of the weakest year') },
    description: say(
      '周期中已结束各年里最少的一年；尚无结束的年份时为 0',
      'The least of the years of the cycle that have ended; 0 when none has',
    ),
    example: 'leastCreditsInAYear >= 50',
  },
  certificates: {
    type: 'list<string>',
    ...{ group: 'history', name: say('有效证书', 'valid certificates') },
    description: say('有有效证书的题库项目编号', 'Programs of certificates that are valid'),
    example: '"grassroots" in certificates',
  },
  bestLevels: {
    type: 'map<string, string>',
    ...{ group: 'history', name: say('各项目的最高等级', 'best level by program') },
    description: say(
      '各题库项目在有效考核中的最高等级，如 bestLevels["grassroots"]',
      'Highest level by program, as bestLevels["grassroots"], of attempts that count',
    ),
    example: '"grassroots" in bestLevels && bestLevels["grassroots"] == "advanced"',
  },
  bestPassProbabilities: {
    type: 'map<string, double>',
    ...{ group: 'history', name: say('各项目的最高合格概率', 'best probability of passing') },
    description: say(
      '各题库项目在有效考核中的最高合格概率',
      'Greatest probability of passing by program, of attempts that count',
    ),
    example: '"grassroots" in bestPassProbabilities && bestPassProbabilities["grassroots"] >= 0.8',
  },
  invalidatedCount: {
    ...{ ...count, group: 'review', name: say('被认定无效的次数', 'invalidated results') },
    description: say(
      '周期内被核查认定无效（申诉后仍有效力）的成绩数',
      'Results of the cycle that auditors found invalid, after appeals',
    ),
    example: 'invalidatedCount == 0',
  },
  openCases: {
    ...{ ...count, group: 'review', name: say('未结束的核查', 'open reviews') },
    description: say('尚未结束的核查和申诉', 'Reviews and appeals that are open'),
    example: 'openCases == 0',
  },
  missedCycles: {
    ...{ ...count, group: 'history', name: say('此前连续未达到的周期', 'cycles missed before') },
    description: say(
      '紧接本周期之前，按同一规则文件连续什么都没有得到的周期数；谈话和培训不算得到，暂缓不算未得到',
      'Cycles in a row right before this one in which the same policy gave nothing: a talk or a retraining is nothing given, and what is held is not missed',
    ),
    example: 'missedCycles >= 2',
  },
}

/** Facts of a unit's branch in a cycle. */
export const UNIT_FACTS: Readonly<Record<keyof UnitFacts, FactDescription>> = {
  cycleComplete: CYCLE_COMPLETE,
  headcount: {
    ...{ ...count, group: 'unit', name: say('人数', 'headcount') },
    description: say('单位及下级单位的人数', 'Persons of the unit and the units below it'),
    example: 'headcount >= 5',
  },
  expected: {
    ...{ ...count, group: 'unit', name: say('应考人数', 'persons expected') },
    description: say(
      '周期内被安排考核且未获免考的人数',
      'Persons with an exam in the cycle and without an exemption',
    ),
    example: 'expected > 0',
  },
  participated: {
    ...{ ...count, group: 'unit', name: say('参考人数', 'persons who sat') },
    description: say('其中参加了考核的人数', 'Persons of these who sat one'),
    example: 'participated >= 5',
  },
  participation: {
    ...{ ...share, group: 'unit', name: say('参考率', 'participation') },
    description: say('参考人数占应考人数的比例；没有应考时为 0', 'Share that sat; 0 of nobody'),
    example: 'participation >= 0.9',
  },
  shareAtLevel: {
    ...{ ...share, group: 'unit', name: say('达标比例', 'share at the level') },
    description: say(
      '参考者中能力估计达到合格线的比例',
      'Share of those who sat whose ability estimate reaches the passing cut',
    ),
    example: 'shareAtLevel >= 0.6',
  },
  shareLow: {
    ...{ ...share, group: 'unit', name: say('达标比例下限', 'lower bound of the share') },
    description: say('达标比例 95% 区间的下限', 'Lower end of the 95 % interval of that share'),
    example: 'shareLow >= shareTarget',
  },
  shareHigh: {
    ...{ ...share, group: 'unit', name: say('达标比例上限', 'upper bound of the share') },
    description: say('达标比例 95% 区间的上限', 'Upper end of the 95 % interval of that share'),
    example: 'shareHigh < shareTarget',
  },
  hasTarget: {
    ...{ type: 'bool', group: 'unit', name: say('有目标', 'a target') },
    description: say('该年度是否定有目标', 'Whether there is a target for the cycle'),
    example: 'hasTarget',
  },
  participationTarget: {
    ...{ ...share, group: 'unit', name: say('参考率目标', 'target of participation') },
    description: say('参考率的目标；没有时为 0', 'Target of participation; 0 without one'),
    example: 'participation < participationTarget',
  },
  shareTarget: {
    ...{ ...share, group: 'unit', name: say('达标比例目标', 'target of the share') },
    description: say('达标比例的目标；没有时为 0', 'Target of the share; 0 without one'),
    example: 'shareAtLevel < shareTarget',
  },
  missedPeriods: {
    ...{ ...count, group: 'unit', name: say('此前连续未达标的周期', 'periods missed before') },
    description: say(
      '紧接本周期之前连续未达到目标的周期数',
      'Cycles in a row right before this one in which a target was missed',
    ),
    example: 'missedPeriods >= 1',
  },
}
