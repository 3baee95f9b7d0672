import { say } from '../bank/finding.ts'
import { RANKS } from '../organization/person.ts'
import { FINDINGS } from '../review/decision.ts'
import type { FactDescription } from './fact-description.ts'
import type { PolicyFacts } from './facts.ts'

const share = { type: 'double', minimum: 0, maximum: 1 } as const
const EVIDENCE_NOTE = say(
  '提示只供人工查看，不是结论：不能据此不授予',
  'a flag asks a person to look and is never a verdict: nothing can be withheld on it',
)

/** Facts of one settled attempt. */
export const ATTEMPT_FACTS: Readonly<Record<keyof PolicyFacts, FactDescription>> = {
  level: {
    ...{ type: 'string', group: 'result', name: say('等级', 'level') },
    description: say(
      '可能性最大的等级的编号；证据不足时为空',
      'Id of the most probable performance level; empty when the evidence names none',
    ),
    example: 'level == "advanced"',
  },
  levelProbability: {
    ...{ ...share, group: 'result', name: say('等级概率', 'probability of the level') },
    description: say('该等级的概率，0 到 1', 'Probability of that level, 0 to 1'),
    example: 'levelProbability >= 0.8',
  },
  passed: {
    ...{ type: 'bool', group: 'result', name: say('合格', 'passed') },
    description: say(
      '作答证据足够，且真实能力达到合格线的可能性不低于一半',
      'Whether the answers are enough and the true ability is more likely than not at or above the passing cut',
    ),
    example: 'passed',
  },
  passProbability: {
    ...{ ...share, group: 'result', name: say('合格概率', 'probability of passing') },
    description: say(
      '真实能力达到合格线的概率，0 到 1',
      'Probability that the true ability is at or above the passing cut, 0 to 1',
    ),
    example: 'passProbability >= 0.8',
  },
  theta: {
    ...{ type: 'double', group: 'result', name: say('能力估计值', 'ability estimate') },
    description: say(
      '能力估计值（均值 0，标准差 1 的量尺）',
      'Ability estimate on the scale with mean 0 and standard deviation 1',
    ),
    example: 'theta >= 0.5',
  },
  standardError: {
    ...{ type: 'double', minimum: 0, group: 'result', name: say('标准误', 'standard error') },
    description: say('能力估计的标准误', 'Standard error of the ability estimate'),
    example: 'standardError < 0.5',
  },
  enoughEvidence: {
    ...{ type: 'bool', group: 'result', name: say('作答证据足够', 'enough answers') },
    description: say('作答证据足以确定等级', 'Whether the answers are enough to name a level'),
    example: '!enoughEvidence',
  },
  competencies: {
    type: 'map<string, CompetencyFacts>',
    ...{ group: 'result', name: say('各胜任力', 'competencies') },
    description: say(
      '各胜任力的结果，按编号取用，如 competencies["civil-code"].theta；含 theta、standardError、level、enoughEvidence。先用 "civil-code" in competencies 判断是否存在',
      'Results per competency by id, as competencies["civil-code"].theta; with theta, standardError, level, enoughEvidence. Ask "civil-code" in competencies first',
    ),
    example: '"civil-code" in competencies && competencies["civil-code"].theta >= 0.0',
  },
  answeredShare: {
    ...{ ...share, group: 'result', name: say('作答比例', 'share of items answered') },
    description: say('已作答题目的比例，0 到 1', 'Share of items answered, 0 to 1'),
    example: 'answeredShare >= 0.9',
  },
  caseState: {
    ...{ type: 'string', group: 'review', name: say('核查状态', 'state of the review') },
    description: say(
      '核查状态：none 无、open 核查中、decided 已决定',
      'Review case: none, open or decided',
    ),
    values: ['none', 'open', 'decided'],
    example: 'caseState == "none"',
  },
  finding: {
    ...{ type: 'string', group: 'review', name: say('核查结论', 'finding') },
    description: say(
      `核查结论：${FINDINGS.join('、')}；没有结论，或对不利结论的申诉尚未决定时为空`,
      `What auditors found: ${FINDINGS.join(', ')}; empty when there is nothing, and while an appeal against an adverse finding is open`,
    ),
    values: ['', ...FINDINGS],
    example: 'finding == "inconclusive"',
  },
  appealState: {
    ...{ type: 'string', group: 'review', name: say('申诉状态', 'state of the appeal') },
    description: say(
      '申诉状态：none 无、open 审理中、decided 已决定',
      'Appeal against the finding: none, open or decided',
    ),
    values: ['none', 'open', 'decided'],
    absent: 'none',
    example: 'appealState == "none"',
  },
  flagCount: {
    ...{ type: 'int', minimum: 0, group: 'review', name: say('提示数量', 'number of flags') },
    description: say(
      `提示的数量；${EVIDENCE_NOTE['zh-CN']}`,
      `Number of flags; ${EVIDENCE_NOTE.en}`,
    ),
    example: 'flagCount == 0',
  },
  flagWeight: {
    ...{ type: 'double', minimum: 0, group: 'review', name: say('证据权重', 'weight of evidence') },
    description: say(
      `全部提示的证据权重（优势比的常用对数）；${EVIDENCE_NOTE['zh-CN']}`,
      `Weight of evidence of all flags (decimal logarithm of odds); ${EVIDENCE_NOTE.en}`,
    ),
    absent: 0,
    example: 'flagWeight < 0.5',
  },
  flagWeights: {
    type: 'map<string, double>',
    ...{ group: 'review', name: say('各类提示的权重', 'weight of evidence by kind') },
    description: say(
      `按证据类别（如 "time"、"similarity"）的权重，只含有提示的类别；${EVIDENCE_NOTE['zh-CN']}`,
      `Weight by kind of evidence, as "time" or "similarity"; only kinds with flags. ${EVIDENCE_NOTE.en}`,
    ),
    absent: {},
    example: '!("similarity" in flagWeights)',
  },
  post: {
    ...{ type: 'string', group: 'person', name: say('岗位', 'post') },
    description: say('岗位编号；没有时为空', "Id of the candidate's post; empty without one"),
    example: 'post == "counter-clerk"',
  },
  rank: {
    ...{ type: 'string', group: 'person', name: say('职级', 'rank') },
    description: say(`职级：${RANKS.join('、')}`, `The candidate's rank: ${RANKS.join(', ')}`),
    example: 'rank in ["section-head", "division-head"]',
  },
  competenceCredits: {
    ...{
      type: 'int',
      minimum: 0,
      group: 'history',
      name: say('当年能力学分', 'competence credits'),
    },
    description: say(
      '开考所在年度已有的能力学分（不含本次）',
      'Competence credits of the year in which the attempt began, without those of this attempt',
    ),
    absent: 0,
    example: 'competenceCredits < 50',
  },
  attendanceCredits: {
    ...{
      type: 'int',
      minimum: 0,
      group: 'history',
      name: say('当年学时学分', 'attendance credits'),
    },
    description: say(
      '开考所在年度已有的学时学分',
      'Attendance credits of the year in which the attempt began',
    ),
    absent: 0,
    example: 'attendanceCredits >= 10',
  },
  earlierPasses: {
    type: 'map<string, EarlierPasses>',
    ...{ group: 'history', name: say('此前的合格记录', 'earlier passes') },
    description: say(
      '此前合格的考核，按题库项目编号取用，如 earlierPasses["grassroots"].monthsSince；含 count（次数）和 monthsSince（距最近一次的月数）',
      'Exams passed before, by program, as earlierPasses["grassroots"].monthsSince; with count and monthsSince (months since the latest)',
    ),
    absent: {},
    example: '"grassroots" in earlierPasses && earlierPasses["grassroots"].monthsSince <= 24.0',
  },
  examProgram: {
    ...{ type: 'string', group: 'exam', name: say('题库项目', 'program') },
    description: say('题库项目编号', 'Id of the program whose bank was used'),
    example: 'examProgram == "grassroots"',
  },
  verifies: {
    ...{ type: 'bool', group: 'exam', name: say('复测', 'a re-test') },
    description: say(
      '这次考核只是对先前考核的复测；复测本身从不授予',
      'Whether the exam only re-tests an earlier one; a re-test never grants anything itself',
    ),
    absent: false,
    example: '!verifies',
  },
  simulated: {
    ...{ type: 'bool', group: 'exam', name: say('模拟考核', 'a simulated exam') },
    description: say('是否为模拟考核', 'Whether the exam is a simulation'),
    example: '!simulated',
  },
}
