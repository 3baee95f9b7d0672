/** Re-tests: before one, and beside the attempt that it verifies. */
export const retest = {
  'retest.title': 'Re-test',
  'retest.before':
    'This is a short re-test of “{exam}”. Some are called by lot: being called is no finding about you. Nothing is awarded or lost by it alone.',
  'retest.of-this': 'You were called to a re-test of this exam: “{exam}”.',
  'retest.is-one': 'This was a re-test of “{exam}”.',
  'retest.see-first': 'See the result of that exam',
  'retest.see-second': 'See the result of the re-test',
  'retest.first': 'Attempt',
  'retest.second': 'Re-test',
  'retest.line': '{score} (95 % interval {low} to {high})',
  'retest.scores':
    'Both scores come from the questions of this comparison alone, so they can differ from the results of the two exams.',
  'retest.higher': 'The attempt lies {points} points above the re-test (standard error {error}).',
  'retest.lower': 'The attempt lies {points} points below the re-test (standard error {error}).',
  'retest.level': 'Both sittings lie at the same score (standard error {error}).',
  'retest.fits': 'Both sittings are compatible with the same ability.',
  'retest.differs':
    'Chance alone rarely makes so large a difference, even among all who were compared.',
  'retest.right':
    'Of the {items} {items|question that counts|questions that count} you answered {right} right; {expected} would be expected if your ability was the same in both.',
  'retest.p':
    'The probability of so few right answers with the same ability in both is {p}; adjusted for everybody who was compared: {adjusted}.',
  'retest.seen':
    '{seen} {seen|question does|questions do} not count because you had seen {seen|it|them} in the attempt.',
  'retest.unmeasured':
    '{unmeasured} {unmeasured|question does|questions do} not count because {unmeasured|its|their} difficulty is not measured yet.',
  'retest.luck':
    'Whoever was called because of an unusually good result does somewhat worse again by chance alone: simulated, this probability (not adjusted) lies below 0.05 for 17 of 100 honest people among the best 5 %. So these figures stand beside other evidence and prove nothing alone.',
  'retest.means':
    'A lower score has ordinary reasons: nerves, illness, little reason to try, forgetting, an unfamiliar room or machine. Nothing follows by itself. Where a re-test was asked for or differs, people look at both sittings and decide; then you can tell them what they should know, on the page with the result of “{exam}”.',
  'retest.gap.absent':
    'You did not sit the re-test. Being absent by itself is no evidence of anything. If you were prevented, tell the organizer.',
  'retest.gap.too-few-items':
    'Too few questions count to compare both sittings. Nothing follows from it, either way.',
  'review.retest':
    'People look at your re-test beside your attempt. Both are evidence, not a verdict: people who do not know your name decide, and they read what you write below.',
  'result.needs-retest':
    'People look at your re-test beside your attempt. Read what they see, and say what you know.',
} as const
