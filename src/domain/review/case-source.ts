/**
 * Why a case was opened: the weight of its evidence, chance among the attempts that had too
 * little, or a re-test that auditors asked for or that differs from the attempt. Awards wait for
 * all cases but those by chance.
 */
export const CASE_ORIGINS = ['evidence', 'sample', 're-test'] as const
export type CaseOrigin = (typeof CASE_ORIGINS)[number]

/** What an auditor may find in the queue: these, and known cases that measure the auditor. */
export const CASE_SOURCES = [...CASE_ORIGINS, 'known'] as const
export type CaseSource = (typeof CASE_SOURCES)[number]

/** What was planted in a known case. */
export const TRUTHS = ['clean', 'misconduct'] as const
export type Truth = (typeof TRUTHS)[number]
