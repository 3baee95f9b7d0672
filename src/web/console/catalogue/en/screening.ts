/** What comparing all attempts of an exam found: figures for organizers, without names. */
export const screening = {
  'exam.tab.screening': 'Screening',
  'screening.lead':
    'All attempts of the exam compared with each other. A flag means that work is statistically inconsistent with independent work: something for a person to look at, with innocent explanations beside it. It decides nothing. Who is looked at only auditors see, so no names stand here.',
  'screening.pending.open':
    'Attempts are compared once the window has closed on {closesAt}, because each is judged against all others.',
  'screening.pending.none': 'Nobody took this exam, so there is nothing to compare.',
  'screening.pending.soon':
    'The window has closed. The comparison begins by itself within minutes; nothing has to be done.',
  'screening.pending.going':
    'The comparison is going on: {share} of the pairs of attempts are done. This page shows the result by itself.',
  'screening.pending.never':
    'This exam became final without its attempts having been compared, so nothing can be told here.',
  'screening.heading': 'What was found',
  'screening.at': 'Compared {time}',
  'screening.nothing':
    'Comparing {count} {count|attempt|attempts} found nothing that calls for a look. That is no proof that all worked alone: small samples and single cases often leave no trace. What an attempt shows by itself, such as time away, is examined apart.',
  'screening.called':
    '{count} {count|attempt|attempts} of {all} {count|calls|call} for a look. Auditors see which.',
  'screening.attempts': 'Attempts compared',
  'screening.tier.strong': 'Strong',
  'screening.tier.strong.hint':
    'Corroborated by two kinds of evidence. If all worked independently, even one appears in at most {share} of exams.',
  'screening.tier.review': 'For review',
  'screening.tier.review.hint':
    'Of those in strong and for review, at most about {share} are expected to be innocent: {count} of {called}.',
  'screening.tier.review.none':
    'If all worked independently, one appears in at most {share} of exams.',
  'screening.tier.watch': 'Watch',
  'screening.tier.watch.hint':
    'Too weak to call for a look. Chance alone brings at most about {share} of attempts here, that is {count}.',
  'screening.pairs': 'Pairs of attempts',
  'screening.pairs.none': 'No pairs could be compared; what stands under “What to know” tells why.',
  'screening.pairs.options':
    '{tested} of {all} pairs could be compared, by the options chosen; {flagged} {count|agrees|agree} more than chance explains.',
  'screening.pairs.scores':
    '{tested} of {all} pairs could be compared, by right and wrong only; {flagged} {count|agrees|agree} more than chance explains.',
  'screening.pairs.few': 'These are too few pairs to tell how far people agree in general.',
  'screening.pairs.omega':
    'How far all pairs agree (omega): {mean} on average, with a standard deviation of {deviation}.',
  'screening.pairs.omega.hint':
    'In independent work the average is near 0 and the standard deviation at most about 1. Were they greater, people would be more alike than the model says, and the comparison would be the more careful.',
  'screening.clusters': 'Groups of attempts that go together',
  'screening.clusters.none': 'No attempts go together beyond chance.',
  'screening.cluster.pair': 'Pairs',
  'screening.cluster.ring': 'Groups alike to each other',
  'screening.cluster.leaked-key': 'Groups that seem to follow one list of answers',
  'screening.clusters.row': '{name}: {count}, of {sizes} attempts',
  'screening.clusters.pairs': '{name}: {count}',
  'screening.clusters.hint':
    'Sitting together, one teacher or one set of notes can make attempts alike too.',
  'screening.leaks': 'Items that may have been known',
  'screening.leaks.none':
    'No item stands out, as far as they could be tested (see “What to know”).',
  'screening.leaks.hint':
    'Some candidates did better on these than their ability explains. Find out whether they were seen in training, in materials or in an earlier exam.',
  'screening.leaks.faster':
    'Those candidates took about {share} of the time that others of like speed took.',
  'screening.leaks.not-faster': 'Those candidates were not faster than others of like speed.',
  'screening.leaks.no-times': 'Times say nothing about it.',
  'screening.leaks.q': 'False discovery rate at which it is listed: {q}',
  'screening.indicators': 'Indicators',
  'screening.indicators.hint':
    'Each looks at one kind of trace. If all worked independently, p values spread evenly: bars of equal height, 5% of them below .05. Effort and answer pattern only support other evidence: by themselves they make no attempt one to look at.',
  'screening.indicator': 'Indicator',
  'screening.family': 'Kind of evidence',
  'screening.tested': 'Tested',
  'screening.flagged': 'Flagged',
  'screening.p': 'Spread of p',
  'screening.p.small': 'p < .05: {share}',
  'screening.p.bars':
    'Tests in each twentieth from p = 0 to p = 1: {counts}. Of {tested}, {share} lie below .05; chance alone brings 5%.',
  'screening.p.none': 'Without p values',
  'screening.untested': 'Not tested',
  'screening.corrected': 'Against this exam’s own spread',
  'screening.corrected.hint':
    '“Against this exam’s own spread”: p values ran small among everybody, so each attempt was judged against the spread of this exam itself: fewer flags, never more.',
  'screening.source': 'Method and source',
  'screening.findings': 'What to know',
  'screening.findings.more':
    '{count} more {count|note|notes}, mostly about what could not be tested',
} as const
