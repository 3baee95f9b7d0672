import type { RefusalCode } from '../../../domain/refusal.ts'
import type { Texts } from '../text.ts'

/** Texts of both bundles. A key added here must be added to `zh-cn.ts`, and every
 * refusal of the service must have its words here, or nothing compiles. */
export const en = {
  'app.name': 'Probity',
  'app.tagline': 'Assessment and exam integrity',
  'app.skip': 'Skip to the content',
  'app.language': 'Language',
  'app.display': 'Display',
  'language.zh-CN': '中文',
  'language.en': 'English',
  'theme.label': 'Colours',
  'theme.system': 'As on this device',
  'theme.light': 'Light',
  'theme.dark': 'Dark',
  'theme.contrast': 'High contrast',
  'text-size.label': 'Text size',
  'text-size.normal': 'Normal',
  'text-size.large': 'Large',
  'text-size.largest': 'Largest',

  'role.administrator': 'Administrator',
  'role.organizer': 'Organizer',
  'role.auditor': 'Auditor',
  'role.policy-officer': 'Policy officer',
  'role.adviser': 'Adviser',
  'role.candidate': 'Candidate',

  'sign-in.title': 'Sign in',
  'sign-in.account': 'Account',
  'sign-in.password': 'Password',
  'sign-in.show-password': 'Show password',
  'sign-in.hide-password': 'Hide password',
  'sign-in.submit': 'Sign in',
  'sign-in.submitting': 'Signing in …',
  'sign-in.sign-out': 'Sign out',
  'sign-in.again': 'Sign in again',

  'common.save': 'Save',
  'common.cancel': 'Cancel',
  'common.close': 'Close',
  'common.back': 'Back',
  'common.retry': 'Try again',
  'common.loading': 'Loading …',
  'common.search': 'Search',
  'common.simulated': 'Simulated',

  'probability.almost-certain': 'almost certainly',
  'probability.very-likely': 'very likely',
  'probability.likely': 'likely',
  'probability.even': 'about as likely as not',
  'probability.unlikely': 'unlikely',
  'probability.very-unlikely': 'very unlikely',

  'problem.offline.title': 'No connection to the service',
  'problem.offline.detail': 'Nothing was changed. Check the network, then try again.',
  'problem.server.title': 'The service has a fault',
  'problem.server.detail':
    'Nothing you saved before is lost. Wait a minute and try again; if it stays like this, tell your administrator.',
  'problem.too-busy': 'The service is very busy. Try again in {seconds} {seconds|second|seconds}.',
  'problem.request-id': 'Reference for the administrator: {id}',
  'problem.other.title': 'This could not be done',

  'problem.invalid-input': 'Some of what was entered is not valid. Correct it and send it again.',
  'problem.not-found': 'This does not exist, or it is not yours to see.',
  'problem.not-allowed': 'Your role does not allow this. Ask your administrator if it should.',
  'problem.sign-in-failed':
    'Account and password do not go together. Check both; capital letters count in the password.',
  'problem.sign-in-required': 'You are no longer signed in. Sign in again to go on.',
  'problem.too-many-sign-ins':
    'Too many attempts for now. Nothing is locked for good: wait a little, then try again.',
  'problem.refresh-token-reused':
    'For your safety you were signed out: this sign-in was used in two places. Sign in again.',
  'problem.invitation-invalid':
    'This link has been used already or has expired. Ask your administrator for a new one.',
  'problem.account-taken': 'This account name is in use. Choose another one.',
  'problem.password-too-weak':
    'This password is too easy to guess. Take at least 12 characters, for example four unrelated words.',
  'problem.unit-not-empty':
    'The unit still holds persons or sub-units. Move them first, then delete it.',
  'problem.bank-invalid': 'The item bank has errors and was not imported. They are listed below.',
  'problem.blueprint-infeasible':
    'The item bank cannot satisfy this blueprint. The conflicting rules are listed below.',
  'problem.exam-not-draft': 'The exam has been published. Only drafts can be changed.',
  'problem.exam-not-open': 'The exam is not open now. See its window on the home page.',
  'problem.publication-rule-broken':
    'The exam breaks rules of publication. They are listed below; some can be waived with a reason.',
  'problem.not-assigned': 'This exam is not assigned to you. Ask its organizer if it should be.',
  'problem.page-superseded':
    'The exam goes on on another page, which was opened later. Only that one can submit it.',
  'problem.attempt-not-running': 'This attempt is closed. Nothing can be added to it any more.',
  'problem.attempt-not-closed': 'The attempt is still running. This is possible when it is closed.',
  'problem.time-limit-passed': 'The time limit passed before this arrived, so it was not accepted.',
  'problem.item-not-on-form': 'This question is not part of your form.',
  'problem.item-left': 'This question was finished already. The answer given then counts.',
  'problem.value-not-for-item': 'This answer does not fit the question. Answer it again.',
  'problem.seat-taken': 'Other auditors decide this case. Your queue has others.',
  'problem.not-heard':
    'The candidate could not answer yet. Invalidated or re-test is possible once results are out and they have made a statement, or have had three days for one.',
  'problem.rest-needed':
    'You have taken as many decisions as a day allows. Go on tomorrow; nothing is lost.',
  'problem.case-closed': 'The case is decided. Nothing can be added to it.',
  'problem.conflict-of-interest':
    'You are too close to this case to decide it (own unit or own superior). It goes to somebody else.',
  'problem.already-decided': 'You have decided this case already.',
  'problem.nothing-to-appeal':
    'There is no finding here that an appeal could change for the better.',
  'problem.already-appealed': 'You have appealed against this finding already.',
  'problem.appeal-too-late': 'The last day for an appeal is over.',
  'problem.changed-meanwhile':
    'Somebody else has changed this in the meantime, so nothing was saved. Look at the newest version first.',
  'problem.policy-invalid': 'The policy has errors and was not saved. They are listed below.',
  'problem.policy-retroactive': 'Rules never take effect in the past. Choose today or a later day.',
  'problem.second-person-required': 'Somebody else has to approve this: not the one who wrote it.',
  'problem.too-many-assemblies':
    'Too many forms are being assembled at once. Wait for the one under way, or cancel it.',
  'problem.window-still-open': 'The exam is still open. This is possible after its window.',
  'problem.took-too-long': 'This took too long and was ended. Try again when there is less to do.',
  'problem.exam-paused':
    'The exam is paused for everybody. It can be started when the pause is over.',
  'problem.results-known':
    'The results of this attempt are known already, so it can’t be reopened.',
  'problem.safe-exam-browser-required':
    'This exam can be sat in Safe Exam Browser only, with the configuration of this exam.',
  'problem.consent-required': 'Please read what is recorded and agree to it before you start.',
  'problem.service-busy': 'Very many people are here at this moment. Try again in a few seconds.',
  'problem.service-recovering':
    'The service was away for a moment and is giving the time back. Nothing is lost; it goes on in a few seconds.',
} as const satisfies Texts & Readonly<Record<`problem.${RefusalCode}`, string>>
