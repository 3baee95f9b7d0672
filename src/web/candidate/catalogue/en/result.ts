/** A result and what follows from it. */
export const result = {
  'result.title': 'Result',
  'result.simulated': 'This exam is simulated. It has no consequences.',
  'result.level': 'Level',
  'result.verdict': 'You are {word} at the level “{level}”.',
  'result.level-line': '{word} {level} ({percent})',
  'result.interval-line': '{theta} (95 % interval {low} to {high})',
  'result.scale':
    'Score {score} (95 % interval {low} to {high}). The scale: {mean} is the middle, {deviation} one standard deviation; two people whose intervals overlap are not ranked.',
  'result.read': 'Read again: {rules}.',
  'result.passed':
    'Passed. The probability that your ability is at or above “{level}” is {percent}.',
  'result.not-passed':
    'Not passed this time. The probability that your ability is at or above “{level}” is {percent}.',
  'result.not-enough': 'Not enough evidence to name a level',
  'result.not-enough-why':
    'Too few questions were answered to say anything reliable. That is no bad mark; nothing is concluded from it.',
  'result.provisional-title': 'Provisional',
  'result.provisional':
    'The difficulty of the questions is still estimated by experts’ rules, not yet from answers. Figures may shift a little when enough people have taken it.',
  'result.profile': 'Your competencies',
  'result.profile-note':
    'The dot is the best estimate, the bar the range it lies in with 95 % probability. The upright lines are the borders of the levels; the strong one is the passing border.',
  'result.total-says-more':
    '{areas}: taken alone, {count|this says|these say} no more than your whole result, so {count|it is|they are} not shown separately.',
  'result.augmented': 'With what your other competencies tell about it: {interval}',
  'result.too-few-items': '{areas}: too few questions to say anything separately.',
  'result.rapid':
    '{rapid} of your {answered} answers {rapid|was|were} given too fast for the question to have been read.',
  'result.rapid.score':
    'Without {rapid|it|them} the score would be {score} (95 % interval {low} to {high}).',
  'result.rapid.few': 'Without them too few answers are left for a score.',
  'result.rapid.note': 'Your result stays as it is; being fast is no sign of cheating.',
  'result.as-table': 'The same as a table',
  'result.competency': 'Competency',
  'result.estimate': 'Estimate',
  'result.cuts': 'Borders of the levels:',
  'result.cut': '{level} from {cut}',
  'result.next': 'What to do next',
  'result.corrected': 'Questions were put right',
  'result.corrected.replace': 'Question {place}: its right answer was corrected on {at}.',
  'result.corrected.accept-also': 'Question {place}: a further answer counts as right since {at}.',
  'result.corrected.void': 'Question {place} counts for nobody since {at}.',
  'result.corrected.same': 'Your result was computed again and stays as it was.',
  'result.corrected.changed': 'Your result was computed again; what you see is the new one.',
  'result.recorded': 'What was recorded',
  'result.entries': 'Entries in the journal',
  'result.away': 'Away from the page',
  'result.never-away': 'never',
  'result.away-value': '{count} {count|time|times}, {duration} altogether',
  'result.consented': 'You agreed to this on {at}, before you started.',
  'result.recorded-note': 'Being away is no accusation and by itself never changes a result.',
  'result.checking-title': 'Being checked',
  'result.checking':
    'Your answers are complete and safe. The result appears here when everybody has finished and the exam itself has been checked. You need to do nothing.',

  'next.none': 'Too few questions to say. Nothing follows from this.',
  'next.below': 'Start here. Read the rules of this area again, then practise on everyday cases.',
  'next.near': 'Close to the border. A little practice on typical cases will settle it.',
  'next.at': 'Sound. Keep it fresh with cases in which several rules meet.',
  'next.above': 'Strong. You could help colleagues in this area.',
  'next.whole-low':
    'Go by your whole result: read the rules of these areas again, then practise on everyday cases.',
  'next.which-rules': 'Which rules',
  'next.whole-high': 'Go by your whole result: it is sound. Keep it fresh.',

  'outcome.title': 'What follows from it',
  'outcome.granted': 'Granted. It is entered in your awards.',
  'outcome.held':
    'Held for now, not refused: the review has to finish first. Nothing is decided against you.',
  'outcome.withheld': 'Nothing is awarded this time. The reasons are below.',
  'outcome.why': 'Why',
  'outcome.rules': 'Rules that decided',
  'outcome.no-rule': 'No rule applied.',
  'outcome.policy': 'Policy: {title}, version {version}',
  'award-state.granted': 'Granted',
  'award-state.held': 'Held',
  'award-state.withheld': 'Withheld',
  'award-state.revoked': 'Revoked',
  'award-state.other': 'Under way',

  'review.title': 'Review',
  'review.state-none': 'No case',
  'review.state-open': 'People are looking at it',
  'review.state-decided': 'Decided',
  'review.explain-none': 'Something was noticed, but not enough to open a case. It has no effect.',
  'review.explain-open':
    'The following was noticed. It is evidence to look at, not a verdict: people who do not know your name decide, and they read what you write below.',
  'review.explain-decided': 'People have looked at this and decided.',
  'review.innocent': 'Ordinary reasons there may be',
  'review.false-rate': '{share} of honest attempts show this too.',
  'review.statements': 'What you said',
  'review.statement': 'Your statement',
  'review.statement-hint':
    'In your own words, up to {count} characters. It cannot be changed later, only added to.',
  'review.statement-send': 'Add my statement',
  'review.statement-saved': 'Your statement is part of the case now.',
} as const
