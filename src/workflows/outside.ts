/** Places outside the database that keep the log's checkpoints. */
export interface Outside {
  /** A folder, to be mirrored elsewhere; null: none. */
  readonly checkpointFolder: string | null
  /** A time stamp authority (RFC 3161); null: none. */
  readonly timeStampUrl: string | null
}

/** Checkpoints stay in the database. */
export const NOTHING_OUTSIDE: Outside = { checkpointFolder: null, timeStampUrl: null }
