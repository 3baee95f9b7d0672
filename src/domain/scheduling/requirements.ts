import { type Static, Type } from 'typebox'

const closed = { additionalProperties: false } as const
const Digest = Type.String({ pattern: '^[0-9a-f]{64}$' })

/** How an exam uses Safe Exam Browser. */
export const SafeExamBrowserRules = Type.Object(
  {
    /** SHA-256 keys of configurations that are accepted besides the exam's own; hexadecimal. */
    configKeys: Type.Array(Digest, { maxItems: 20 }),
    /** Keys of browsers, each a version on a platform; none: any browser with the configuration. */
    browserExamKeys: Type.Array(Digest, { maxItems: 50 }),
    /** SHA-256 of the password that ends the browser early; null: there is none. */
    quitPasswordDigest: Type.Union([Digest, Type.Null()]),
  },
  closed,
)
export type SafeExamBrowserRules = Static<typeof SafeExamBrowserRules>

/** What an exam asks of candidates and their browsers before it shows its questions. */
export const ExamRequirements = Type.Object(
  {
    /** Whether candidates must consent to what is recorded before they start. */
    consent: Type.Boolean(),
    safeExamBrowser: Type.Union([SafeExamBrowserRules, Type.Null()]),
  },
  closed,
)
export type ExamRequirements = Static<typeof ExamRequirements>
