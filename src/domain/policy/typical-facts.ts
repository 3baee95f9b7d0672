import type { PolicyFacts } from './facts.ts'
import type { SubjectFacts } from './policy.ts'
import type { PersonFacts, UnitFacts } from './standing-facts.ts'
import type { PolicySubject } from './subject.ts'

const ATTEMPT: PolicyFacts = {
  level: '',
  levelProbability: 0.9,
  passed: true,
  passProbability: 0.9,
  theta: 0.5,
  standardError: 0.3,
  enoughEvidence: true,
  competencies: {},
  caseState: 'none',
  finding: '',
  flagCount: 0,
  post: '',
  rank: 'clerk',
  examProgram: 'program',
  simulated: false,
  answeredShare: 1,
}

const PERSON: PersonFacts = {
  rank: 'clerk',
  post: '',
  cycleComplete: true,
  yearsInCycle: 1,
  competenceCredits: 0,
  attendanceCredits: 0,
  attendanceCounted: 0,
  credits: 0,
  heldCredits: 0,
  creditsByYear: {},
  leastCreditsInAYear: 0,
  certificates: [],
  bestLevels: {},
  bestPassProbabilities: {},
  invalidatedCount: 0,
  openCases: 0,
  missedCycles: 0,
}

const UNIT: UnitFacts = {
  cycleComplete: true,
  headcount: 20,
  expected: 20,
  participated: 20,
  participation: 1,
  shareAtLevel: 0.6,
  shareLow: 0.4,
  shareHigh: 0.8,
  hasTarget: false,
  participationTarget: 0,
  shareTarget: 0,
  missedPeriods: 0,
}

/** Facts to begin with where an example of a case is looked for: nothing is in the way. */
export const TYPICAL_FACTS: Readonly<Record<PolicySubject, SubjectFacts>> = {
  attempt: ATTEMPT,
  person: PERSON,
  unit: UNIT,
}
