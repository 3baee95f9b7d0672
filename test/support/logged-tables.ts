/**
 * Every table that the service writes to: by which acts its changes stand in the chained log, or
 * why they don't. A new table is named here before its test passes.
 */
export type Logged = { readonly acts: readonly string[] } | { readonly why: string }

const by = (...acts: string[]): Logged => ({ acts })
const not = (why: string): Logged => ({ why })

const OF_LOGINS = 'a sign-in decides nothing; what ends one by force is logged as logins-ended'
const OF_SERVICE = 'how the service itself runs; nothing about a person follows from it'
const OF_SCREENING = 'attempts-compared tells of it; settlements name it in their logged digest'

export const LOGGED_TABLES: Readonly<Record<string, Logged>> = {
  accommodation: by('accommodation-approved'),
  amendment_verdict: by('key-amended', 'key-amendment-rejected'),
  appeal: by('appeal-filed'),
  appeal_decision: by('appeal-decided'),
  assignment: by('exam-published', 'accommodation-approved'),
  attempt: by('attempt-started', 'attempt-closed', 'attempt-conducted', 'attempt-reopened'),
  attempt_contact: not('keyed digests of addresses and devices, erased after a time'),
  attendance: by('attendance-recorded'),
  award: by('awards-changed'),
  bank_frame: by('bank-frame-proposed'),
  bank_release: by('bank-composed'),
  bank_version: by('bank-version-added'),
  bank_version_approval: by('bank-version-approved'),
  case_assignment: by('case-assigned', 'case-decision'),
  certificate: by('awards-changed'),
  certificate_event: by('awards-changed'),
  checkpoint_timestamp: not('an outside authority vouches for it by its own signature'),
  cohort_evidence: not(OF_SCREENING),
  cohort_screening: by('attempts-compared'),
  conduct_act: by('exam-conducted', 'outage-given-back'),
  credential: by('password-chosen'),
  credit_entry: not('credits as they were kept before; nothing is added or read any more'),
  credit_posting: by('awards-changed', 'attendance-credited', 'credits-expired'),
  credit_transaction: by('awards-changed', 'attendance-credited', 'credits-expired'),
  decision: by('case-decision'),
  exam: by('exam-drafted', 'exam-redrafted', 'exam-published', 'exam-final'),
  exam_secret: by('exam-published'),
  exemption: by('person-exempted'),
  exemption_end: by('exemption-ended'),
  frame_approval: by('bank-frame-approved'),
  frame_return: by('bank-frame-returned'),
  human_task: by('awards-changed'),
  human_task_event: by('task-done', 'task-declined', 'awards-changed'),
  invitation: by('person-invited', 'person-added'),
  item_calibration: by('items-calibrated'),
  item_event: by('items-review', 'items-return', 'items-retire', 'items-drafted'),
  item_revision: by('items-drafted'),
  journal_entry: not('the signed receipt vouches for it, and its digest stands in attempt-closed'),
  key_amendment: by('key-amendment-proposed'),
  known_case: by('known-case-made'),
  known_decision: by('known-case-decision'),
  log_checkpoint: not('it signs the log'),
  log_checkpoint_head: not('it is made of the log'),
  log_entry: not('it is the log'),
  login: not(OF_LOGINS),
  outbox_message: not('it repeats what was logged in the same transaction, to be delivered'),
  panel: by('panel-created'),
  panel_bookmark: by('panel-bookmarked'),
  panel_conclusion: by('panel-concluded'),
  panel_event: by('panel-round-opened', 'panel-round-closed'),
  panel_judge: by('panel-judges-invited', 'panel-created'),
  panel_rating: by('panel-rated'),
  panel_verdict: by('panel-signed', 'panel-returned'),
  person: by('person-added', 'person-changed'),
  policy_approval: by('policy-approved'),
  policy_version: by('policy-version-added'),
  prepared_form: not('it follows from the committed secret; attempt-started names its digest'),
  refresh_token: not(OF_LOGINS),
  retest: by('re-test-compared'),
  review_case: by('case-opened', 'case-decision', 'sample-drawn'),
  role_grant: by('role-granted', 'role-revoked', 'person-added'),
  screening_progress: not(OF_SERVICE),
  service_beat: not(OF_SERVICE),
  service_outage: by('outage-noted'),
  settlement: by('attempt-settled'),
  sign_in_failure: not('it only makes somebody wait, and goes after a quarter of an hour'),
  signing_key: by('signing-key-made'),
  standing: by('standing-evaluated'),
  statement: by('statement-made'),
  time_calibration: by('times-calibrated'),
  unit: by('unit-added', 'unit-renamed', 'unit-removed'),
  unit_target: by('target-set'),
  webhook: by('webhook-added', 'webhook-ended'),
  webhook_delivery: not(OF_SERVICE),
}

/** Acts that are put together where they are written: by what they begin with. */
export const COMPOSED_ACTS = ['items-', 'panel-round-', 'task-'] as const
