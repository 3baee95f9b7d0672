/** Everything before and beside an exam: sign-in, list, notice, practice, awards, account. */
export const pages = {
  'nav.label': 'Main',
  'nav.exams': 'My exams',
  'nav.awards': 'My awards',
  'nav.account': 'My account',
  'no-page.title': 'There is no such page',
  'no-page.lead': 'The address may be misspelt or out of date. Nothing of yours is affected.',

  'sign-in.lead': 'With the account your unit gave you.',
  'sign-in.no-account':
    'No account yet, or password forgotten? Ask your unit’s administrator for an invitation link.',
  'invitation.title-plain': 'Invitation',
  'invitation.title': 'Welcome, {name}',
  'invitation.title-first': 'Set up Probity',
  'invitation.lead-first':
    'You are the first here. This account becomes the administrator, who invites everybody else.',
  'invitation.name': 'Your name',
  'invitation.account-hint':
    '3 to 64 characters: small letters, digits, dots and hyphens, beginning with a letter or digit.',
  'invitation.password': 'Choose a password',
  'invitation.password-hint':
    'At least {length} characters. Four unrelated words are easy to remember and hard to guess.',
  'invitation.submit': 'Save and sign in',
  'invitation.submitting': 'Saving …',
  'invitation.have-password': 'I have a password already: sign in',

  'group.now': 'To do now',
  'group.coming': 'Coming',
  'group.checking': 'Being checked',
  'group.results': 'Results',
  'group.missed': 'Missed',
  'group.exempted': 'Exempted',
  'stage.coming': 'Coming',
  'stage.open': 'Open now',
  'stage.running': 'Running',
  'stage.being-checked': 'Being checked',
  'stage.result': 'Result is out',
  'stage.missed': 'Missed',
  'stage.exempted': 'Exempted',
  'home.empty-title': 'No exams yet',
  'home.empty':
    'Exams appear here as soon as one is assigned to you. If you expected one, ask its organizer. Until then you can try out how an exam works.',
  'home.search': 'Search my exams',
  'home.found': '{count} {count|exam|exams} found',
  'home.none-found': 'No exam matches. Try a shorter word, or clear the search.',
  'home.continue': 'Continue the exam',
  'home.prepare': 'Read and start',
  'home.read-notice': 'Read how it works',
  'home.practise': 'Practise',
  'home.see-result': 'See the result',
  'home.see-state': 'See where it stands',
  'home.receipt': 'Receipt',
  'home.clock-runs': 'The time limit is running. Your answers so far are kept.',
  'home.exempted-hint': 'You were exempted from this exam; you did not miss it.',
  'home.missed-hint':
    'The window closed before you started. If you were prevented, tell the organizer.',
  'exam.window': 'Window',
  'exam.time-limit': 'Time limit',
  'exam.items': 'Questions',
  'exam.item-count': '{count} {count|question|questions}',

  'notice.title': 'Before the exam',
  'notice.accommodations': 'Arranged for you',
  'notice.extra-time': 'You have {share} more time. The time limit above includes it.',
  'notice.assistive':
    'You may use assistive technology. Signals it causes are left out of every review.',
  'notice.recorded': 'What is recorded',
  'notice.recorded-why':
    'So that everybody’s result can be trusted, and so that you can prove your own.',
  'notice.kept': 'How long it is kept',
  'notice.seen-by': 'Who sees it',
  'notice.review': 'When people look at it',
  'notice.no-verdict':
    'No record by itself decides anything. Only people do, after hearing you, and you see all they see.',
  'notice.consent-free':
    'Without agreeing you can’t start here. Nothing else follows from it: ask the organizer for another way to be examined.',
  'notice.start-title': 'Start',
  'notice.start-consequence':
    'When you start, your time begins: {time} without a break. You can change every answer until you submit.',
  'notice.early': 'The exam opens on {time}. Until then you can practise and check your device.',
  'notice.start': 'Start the exam',
  'notice.starting': 'Drawing your form …',

  'check.title': 'This device',
  'check.running': 'Checking …',
  'check.again': 'Check again',
  'check.network.name': 'Network.',
  'check.network.good': 'The service answers in {ms} ms.',
  'check.network.warn':
    'Slow: the service answers in {ms} ms. The exam works; saving takes a little longer.',
  'check.network.bad':
    'The service cannot be reached now. Do not start before this works; check the network.',
  'check.storage.name': 'Storage.',
  'check.storage.good': 'Answers are kept on this device until the service has them.',
  'check.storage.lasting':
    'Answers are kept on this device until the service has them, even if it runs short of room.',
  'check.storage.warn':
    'This browser keeps nothing (private window, or full?). Answers are still sent at once, but use another window or browser if you can.',
  'check.speed.name': 'Speed.',
  'check.speed.good': '{kbps} kbit/s: enough.',
  'check.speed.warn':
    '{kbps} kbit/s: slow. The exam works; questions with pictures take longer to open.',
  'check.room.name': 'Room on this device.',
  'check.room.warn':
    'Only {size} MB are left. Delete something first, or the browser may throw away what it keeps.',
  'check.reopening.name': 'Without a network.',
  'check.reopening.good': 'These pages are kept on this device, so they open again by themselves.',
  'check.reopening.warn':
    'These pages are not kept on this device (yet; check again in a moment). If the network fails in the exam, keep the page open.',
  'check.formulas.name': 'Formulas.',
  'check.formulas.good': 'This browser draws formulas.',
  'check.formulas.warn':
    'This browser is too old to draw formulas: they are shown as they are typed. Update it, or use another one.',
  'check.clock.name': 'Clock.',
  'check.clock.good': 'Right. The exam goes by the service’s clock in any case.',
  'check.clock.warn':
    'This device’s clock is off by {time}. It does not matter: the exam goes by the service’s clock.',
  'check.screen.name': 'Screen.',
  'check.screen.good': '{width} pixels wide: enough.',
  'check.screen.warn': '{width} pixels wide: narrow. Turn the phone, or make the window wider.',

  'practice.title': 'Practice',
  'practice.invite':
    'Questions of every type, with a text, a picture and a formula, on the exam page itself. Nothing is saved, sent or counted.',
  'practice.open': 'Open the practice',
  'practice.note': 'Practice: nothing here is saved, sent or counted.',
  'practice.leave': 'Leave the practice',
  'practice.done-title': 'End of the practice',
  'practice.done':
    'In an exam you now see what is still open, confirm once, and get a receipt. Here nothing was saved.',
  'practice.again': 'Go on practising',

  'awards.lead': 'What your results have earned, and the credits behind it.',
  'awards.balance': 'Credits',
  'awards.awards': 'Awards',
  'awards.none':
    'No awards yet. They appear here the moment a result is final and a rule grants one.',
  'awards.why': 'Why?',
  'awards.ledger': 'Credit ledger',
  'awards.ledger-note':
    'Entries are never erased. What is taken back appears as a counter-entry with its reason.',
  'awards.no-entries': 'No entries yet. Credits are entered when a result is final.',
  'awards.date': 'Date',
  'awards.for': 'For',
  'awards.credits': 'Credits',
  'awards.counter': 'Counter-entry',

  'account.name': 'Name',
  'account.unit': 'Unit',
  'account.to-console': 'To the console',
  'account.logins': 'My sign-ins',
  'account.logins-note':
    'If you do not recognise one, end it, and ask your administrator for a link to choose a new password.',
  'account.this-device': 'this device',
  'account.since': 'since {time}',
  'account.last-used': 'last used {time}',
  'account.revoke': 'End this sign-in',
  'account.revoke-confirm': 'That device will have to sign in again. End this sign-in?',
} as const
