import { type Static, Type } from 'typebox'
import { MISSES } from './attempt-time.ts'
import { ConductAct, ConductOrder } from './conduct.ts'

/** Acts of an exam's log that changed its attempts' time. */
export const CONDUCTED = 'exam-conducted'
export const GIVEN_BACK = 'outage-given-back'
/** The act of a reopened attempt's own log; it keeps the receipt of the closing before. */
export const REOPENED = 'attempt-reopened'

/** What the log keeps of an order: with the time it was logged at, enough to do it again. */
export const LoggedOrder = Type.Object({
  act: ConductAct,
  to: ConductOrder.properties.to,
  reached: Type.Array(Type.String()),
  missed: Type.Array(Type.Object({ attemptId: Type.String(), reason: Type.Enum([...MISSES]) })),
})
export type LoggedOrder = Static<typeof LoggedOrder>

/** What it keeps of an outage: by how many seconds whose deadline moved. */
export const LoggedOutage = Type.Object({
  from: Type.String(),
  until: Type.String(),
  windowSeconds: Type.Integer(),
  given: Type.Array(Type.Object({ seconds: Type.Integer(), attempts: Type.Array(Type.String()) })),
})
export type LoggedOutage = Static<typeof LoggedOutage>
