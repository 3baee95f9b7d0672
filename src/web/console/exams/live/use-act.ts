import { useState } from 'react'
import type {
  ConductAct,
  ConductOrder,
  ConductResult,
} from '../../../../domain/delivery/conduct.ts'
import { api } from '../../../shared/api.ts'
import { newId } from '../../../shared/new-id.ts'
import { useChange } from '../../queries.ts'
import { type ActKind, type ActTarget, reachedBy } from './act-target.ts'

/** An act for thousands of attempts is one transaction that may take a while. */
const TIMEOUT_MS = 60_000

/** What the dialog asks for; `seconds` only counts where the act has a time. */
export interface ActInput {
  readonly kind: ActKind
  readonly seconds: number
  readonly text: string
}

/** Sends one act; its id is made once, so that sending it again does nothing twice. */
export function useAct(examId: string, target: ActTarget) {
  const [id] = useState(() => newId())
  const acting = useChange((input: ActInput) => {
    const order: ConductOrder = { id, act: actOf(input), to: addressOf(input.kind, target) }
    return api.post<ConductResult>(`/exams/${examId}/conduct`, order, { timeoutMs: TIMEOUT_MS })
  }, `/exams/${examId}`)
  return { acting, send: (input: ActInput): void => acting.mutate(input) }
}

function actOf({ kind, seconds, text }: ActInput): ConductAct {
  return kind === 'resume' || kind === 'message' ? { kind, text } : { kind, seconds, text }
}

function addressOf(kind: ActKind, target: ActTarget): ConductOrder['to'] {
  if (target.all) return { all: true }
  return { attemptIds: reachedBy(kind, target.rows).flatMap(({ attemptId }) => attemptId ?? []) }
}
