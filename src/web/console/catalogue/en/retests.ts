/** Re-tests that verify an earlier exam: planning them, and reading both sittings side by side. */
export const retests = {
  'exam.tab.retests': 'Re-tests',
  'retests.title': 'Re-tests',
  'retests.purpose':
    'A short supervised re-test shows whether results can be repeated. It calls whoever auditors asked to sit again, and others by lot: being called is no finding about anybody.',
  'retests.empty': 'No re-test has been planned. “Plan a re-test” drafts one from this exam.',
  'retests.plan': 'Plan a re-test',
  'retests.plan.hint':
    'A draft with a shortened form and the bank, unit and levels of this exam. Nobody is told before you publish it. Proposed is the first day that leaves candidates {days} days’ notice.',
  'retests.plan.do': 'Draft it and go on',
  'retests.planned': 'The re-test is drafted.',
  'retest.of': 'This exam is a re-test. It verifies:',
  'retest.counts':
    'Called: {called}; sat it: {sat}; compared with the earlier attempt: {compared}. Comparing takes ten answers to measured items that the person had not seen before.',
  'retest.title': 'Re-test',
  'retest.what':
    'It re-tests “{exam}”. Bank and unit are those of that exam. It grants nothing: it lays both sittings side by side, and people decide.',
  'retest.supervised':
    'It should be sat under supervision: in a room, or in Safe Exam Browser (below). Otherwise it tells little more than the first sitting.',
  'retest.share': 'Drawn by lot, of everybody else who sat it',
  'retest.share.hint':
    'From 5 to 100 %. The more are drawn, the less being called says about anybody, and the better it shows what usually changes between two sittings.',
  'retest.same-bank': 'That of the exam it re-tests; it can’t be changed.',
  'retest.same-unit': 'That of the exam it re-tests; it can’t be changed.',
  'retest.policy': 'A re-test grants nothing by itself, whatever the policy says.',
  'retest.audience':
    'Not everybody: of these units’ candidates who sat the exam, those with the finding “re-test” in force are assigned when it is published, and others by lot. The lot follows from a sealed secret; nobody chooses.',
  'retest.consequence':
    'Publishing assigns whoever has the finding “re-test” and those drawn by lot. It cannot be undone.',
  'frozen.retest':
    'Assigned were those with the finding “re-test”, and by lot {share} of everybody else who sat the exam.',

  'case.tab.retest': 'Re-test ({count})',
  'retest.verifies': 'Re-test of “{exam}”.',
  'retest.compared': 'Compared on {at}.',
  'retest.sittings': 'Both sittings, with 95 % intervals',
  'retest.sitting': 'Sitting',
  'retest.first': 'Attempt',
  'retest.second': 'Re-test',
  'retest.score': 'Score',
  'retest.interval': '95 % interval',
  'retest.scores':
    'Both scores come from the items of this comparison alone, so they can differ from the results of the two exams.',
  'retest.higher': 'The attempt lies {points} points above the re-test (standard error {error}).',
  'retest.lower': 'The attempt lies {points} points below the re-test (standard error {error}).',
  'retest.level': 'Both sittings lie at the same score (standard error {error}).',
  'retest.right': 'Right in the re-test',
  'retest.right.of': '{right} of {items}',
  'retest.right.expected': '{expected} expected, had the ability been the same in both.',
  'retest.p': 'p',
  'retest.p.hint':
    'Probability of so few right answers in the re-test if the ability was the same in both.',
  'retest.adjusted': 'Adjusted p',
  'retest.adjusted.hint':
    'The same, adjusted for everybody compared (Holm), so that looking at many rarely finds anybody by chance.',
  'retest.differs':
    'Chance alone rarely makes so large a difference, even among all who were compared. That is evidence to weigh, no finding.',
  'retest.fits': 'The sittings are compatible with the same ability. That clears nobody by itself.',
  'retest.items': '{items} {items|item counts|items count}.',
  'retest.left-out.seen': '{seen} left out because the attempt had {seen|it|them} too.',
  'retest.left-out.unmeasured': '{unmeasured} left out because not measured yet.',
  'retest.flags':
    'This attempt has been re-tested, or its re-test was missed: see “Re-test” among the tabs below.',
  'retest.luck':
    'Whoever was called because of an unusually good result does somewhat worse again by chance alone: in simulation 17 of 100 honest persons among the best 5 % have p\u00a0<\u00a00.05, but fewer than 3 of 100 of those drawn by lot. So these figures stand beside the evidence and prove nothing alone.',
  'retest.innocent': 'Ordinary reasons for a lower score',
  'retest.innocent.nerves': 'Nerves: being called to a re-test weighs on people.',
  'retest.innocent.illness': 'Illness or a bad day.',
  'retest.innocent.motive': 'Little reason to try: the re-test awards nothing.',
  'retest.innocent.forgetting': 'Forgetting: time has passed since people prepared.',
  'retest.innocent.place': 'An unfamiliar room or machine.',
  'retest.gap.absent': 'The re-test was not sat.',
  'retest.gap.absent.hint':
    'Absence by itself is no evidence: people are ill, travel or are on duty.',
  'retest.gap.too-few-items': 'Too few items count to compare the sittings.',
  'retest.gap.too-few-items.hint': 'Nothing follows from it, either way.',
} as const
