/** Reviews, appeals, looks at evidence, awards in full, and one's own data. */
export const rights = {
  'matter.title': 'This needs you',
  'matter.news': 'News for you',
  'matter.open':
    'People are looking at your attempt. You can say something until they decide, by {until} at the latest.',
  'matter.open-stated':
    'People are looking at your attempt and read what you wrote. They decide by {until}.',
  'matter.may-appeal': 'Finding: {finding}. If you do not agree, you can appeal until {until}.',
  'matter.appealed':
    'Your appeal is with somebody who had no part in the finding. It is decided by {until}.',
  'matter.found': 'Finding: {finding}.',
  'matter.heard': 'Your appeal was decided. What holds now: {finding}.',
  'matter.say': 'Read it and answer',
  'matter.appeal': 'Read it and appeal',
  'matter.see': 'See it',

  'result.needs-say':
    'Something was noticed, and people look at it. Read what it is, and say what you know.',
  'result.needs-appeal': 'There is a finding about this attempt. You can appeal until {until}.',
  'result.to-review': 'To the review',

  'review.what-next': 'What happens next',
  'review.next-say':
    'You can write what you know, in your own words, until people have decided. Nothing is decided against you within the first three days, unless you have answered.',
  'review.next-people':
    'At least two people who do not know your name, and who stand neither above nor below your unit, look at it independently of each other. Of people on your own line none ever does.',
  'review.next-due': 'They decide by {until}. You read here what they found, and why.',
  'review.next-held':
    'Until then your awards are held, not refused. Your answers and your score stay as they are.',
  'review.next-appeal':
    'If you do not agree, you can appeal within 15 days. Somebody else decides, and never more harshly.',
  'review.chance':
    'Your attempt was one of those drawn by lot, which every exam has. No award waited for it.',
  'review.flag-count':
    '{count} {count|thing was|things were} noticed. Open {count|it|one} to see the evidence.',
  'review.more': 'Evidence and ordinary reasons',
  'review.basis': 'How it is known that honest attempts show it',
  'review.evidence-title': 'Evidence',
  'review.statement-until':
    'It is read with the case if it is here before people decide, by {until} at the latest. Do not wait for the last day.',
  'review.statement-open': 'Anybody who looks at this attempt reads it.',
  'review.found': 'Finding: {finding}',
  'review.found-before': 'Finding before your appeal: {finding}',
  'review.means-cleared':
    'Nothing is held against you. The outcome is computed as if nobody had looked.',
  'review.means-technical-fault':
    'What was noticed came from technical trouble. Nothing is held against you.',
  'review.means-inconclusive': 'The evidence was not enough. Nothing is held against you.',
  'review.means-re-test':
    'People could not rule the doubt out. Awards are held until a re-test settles it; it is no verdict on you.',
  'review.means-invalidated':
    'People decided that this result does not count. Nothing is awarded from it.',

  'appeal.title': 'Appeal',
  'appeal.may':
    'If you do not agree, you can appeal once, until {until}. Somebody who had no part in the finding decides within 30 days. The finding can only become milder.',
  'appeal.may-adverse':
    'While your appeal is open the finding has no effect: awards are held, not withheld.',
  'appeal.write': 'Write an appeal',
  'appeal.grounds': 'Why the finding should not stand',
  'appeal.grounds-hint':
    'In your own words, 10 to {count} characters. Say what was overlooked or is wrong. It is sent once and cannot be changed.',
  'appeal.send': 'Send my appeal',
  'appeal.confirm': 'You can appeal once. Send it now?',
  'appeal.yes': 'Yes, send it',
  'appeal.no': 'Not yet',
  'appeal.open': 'Your appeal is being heard',
  'appeal.open-until':
    'Filed {filed}. Somebody who had no part in the finding decides by {until}; you read the answer here.',
  'appeal.late':
    'The time for the decision is over. Your awards stay held meanwhile; ask your administrator.',
  'appeal.upheld': 'The finding stays: {finding}',
  'appeal.replaced': 'The finding was replaced: {finding}',
  'appeal.mine': 'What you wrote',
  'appeal.sent': 'Your appeal has been filed.',
  'appeal.over': 'The last day for an appeal is over.',

  'looks.title': 'Who looked at your evidence',
  'looks.none': 'Nobody has looked at the evidence of this attempt.',
  'looks.count': '{count} {count|look|looks}, the last on {at}',
  'looks.note':
    'Every look and every copy is logged. You are told the role, not the name; auditors are not told yours.',
  'looks.act.evidence-viewed': 'looked at: {what}',
  'looks.act.evidence-exported': 'took a copy of: {what}',
  'looks.what.case': 'the case',
  'looks.what.appeal': 'the appeal',
  'looks.what.results': 'the results of the exam',
  'looks.what.analysis': 'the analysis of the exam',
  'looks.what.bundle': 'the exam’s records for checking',
  'looks.what.log-proof': 'the proof that the log is whole',
  'looks.what.accommodation': 'your accommodations',
  'looks.what.form': 'your form',
  'looks.what.compared-answers': 'your answers beside those of a similar attempt',
  'looks.what.case-answers': 'the answers in the case',
  'looks.what.case-timeline': 'the timeline of the case',
  'looks.what.case-partners': 'similar attempts in the case',
  'looks.what.explanation': 'why the outcome is as it is',
  'looks.what.register': 'a register you are in',
  'looks.role.administrator': 'administrator',
  'looks.role.organizer': 'organizer',
  'looks.role.auditor': 'auditor',
  'looks.role.adviser': 'adviser',
  'looks.role.policy-officer': 'policy officer',
  'looks.role.other': 'somebody of the service',

  'outcome.about-held': 'What waits:',
  'outcome.about-withheld': 'What would have been granted otherwise:',

  'why.open': 'What would have changed it',
  'why.none': 'No single change would have given another outcome.',
  'why.facts': 'What the rules went by',
  'why.replayed': 'Computed again just now: the same outcome.',
  'why.not-replayed': 'Computed again just now: another outcome. Tell your administrator.',
  'why.versions': 'Policy {title}, version {version}; digest of what went in: {digest}',

  'awards.available': 'Available',
  'awards.held': 'Held',
  'awards.held-note': 'Held until a review, an appeal or a re-test is over.',
  'awards.periods': 'By year and five-year cycle',
  'awards.year': '{year}',
  'awards.cycle': '{from} to {to} (five-year cycle)',
  'awards.and': ', ',
  'awards.competence': 'For competence',
  'awards.attendance': 'For attendance',
  'awards.expired': 'Expired',
  'awards.expires': 'expires {at}',
  'awards.valid-until': 'valid until {at}',
  'awards.certificates': 'Certificates',
  'awards.certificate.valid': 'Valid',
  'awards.certificate.suspended': 'Suspended',
  'awards.certificate.revoked': 'Revoked',
  'awards.certificate.expired': 'Expired',
  'awards.pdf': 'Certificate (PDF)',
  'awards.badge': 'Open Badge (signed)',
  'awards.verify': 'Page that proves it',
  'awards.issued': 'Issued {at}',
  'awards.standings': 'Yearly and five-year rules',
  'awards.standing-open': 'so far, the cycle goes on',
  'awards.tasks': 'Talks and retraining',
  'awards.tasks-note': 'Arranged and done by people. Nothing happens by itself.',
  'awards.task-due': 'by {at}',
  'awards.task.open': 'To be done',
  'awards.task.done': 'Done',
  'awards.task.declined': 'Declined',
  'awards.task.withdrawn': 'No longer needed',

  'data.title': 'Everything kept about you',
  'data.note':
    'One file with every record about you: a page to read, tables for a spreadsheet, and all of it for programs. No keys of questions, nobody else’s data.',
  'data.get': 'Get my data (ZIP)',
} as const
