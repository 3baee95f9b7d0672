import type { LocalizedText } from '../../text.ts'
import type { RhythmSample } from './rhythm-profile.ts'

/** A device, address and login with which an attempt was worked, as the server saw them. */
export interface Contact {
  /** Keyed digests; equal ones mean the same device, address or network. Null is not known. */
  readonly device: string | null
  readonly address: string | null
  readonly network: string | null
  readonly login: string | null
}

/** How somebody typed and pointed; what hands do on glass tells nothing about them at a desk. */
export type InputKind = 'desk' | 'touch'

/** One attempt as identity sees it: of an account, at a time, with its contacts and rhythm. */
export interface Sitting {
  /** Place in `accounts`. */
  readonly account: number
  readonly exam: string
  readonly startedMs: number
  readonly endedMs: number
  readonly contacts: readonly Contact[]
  readonly input: InputKind
  readonly rhythm: readonly RhythmSample[]
}

export interface Account {
  readonly id: string
  /** What a reader may see of it: a code or a row, never a name to whom must stay blinded. */
  readonly label: LocalizedText
  /** Units from the root down, as `/county/branch/`; null where no tree is known. */
  readonly unitPath: string | null
}

/** Two accounts whose answers were compared: p of so much agreement in independent work. */
export interface AnswerPair {
  readonly left: number
  readonly right: number
  readonly p: number
}

/** What is known of the accounts of an exam: its sittings and those of earlier exams. */
export interface IdentityData {
  readonly accounts: readonly Account[]
  /** The exam that is screened; sittings of others only add to what is known. */
  readonly exam: string
  readonly sittings: readonly Sitting[]
  /** Pairs of the exam that were similar; those left out were not. Null: nobody compared. */
  readonly answerPairs: readonly AnswerPair[] | null
  /** Names the draw of the persons that rhythms are compared with. */
  readonly seed: string
}
