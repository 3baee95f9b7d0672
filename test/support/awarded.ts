import { randomUUID } from 'node:crypto'
import type { Award, OutcomeEffect } from '../../src/domain/policy/policy.ts'
import { appendLogs } from '../../src/store/journal/append-log.ts'
import { write } from '../../src/store/scope.ts'
import { awardAll } from '../../src/workflows/award.ts'
import type { Deps } from '../../src/workflows/deps.ts'
import { aText } from './builders.ts'

/** Who gets something at the end of a period; the key says which evaluation replaces which. */
export interface Awarded {
  readonly key?: string
  readonly number?: number
  readonly personId: string | null
  readonly unitPath: string
  readonly awards: readonly Award[]
  readonly effect?: OutcomeEffect
}

/** Gives awards to a person or unit as a policy over a period would; gives the standing's key. */
export async function giveAwards(deps: Deps, awarded: Awarded): Promise<string> {
  const key = awarded.key ?? randomUUID()
  const { personId, unitPath, awards, effect = 'grant', number = 1 } = awarded
  const at = deps.now()
  const title = aText('年度学分', 'Yearly credits')
  const reason = aText('达到年度要求。', 'The yearly requirement is met.')
  await write(deps.orm, async (em) => {
    const about = { origin: `standing:${key}`, attemptId: null, personId, unitPath, title, number }
    const certificate = {
      ...{ holder: '李雷', title, program: 'yearly', level: null, passProbability: null },
      ...{ criteria: reason, issuer: aText('县委', 'County'), simulated: false },
      policyVersionId: 'c0ffee',
    }
    const outcome = {
      effect,
      decidedBy: ['enough'],
      awards: [...awards],
      reasons: [reason],
      errors: [],
    }
    const times = { earnedAt: at, finalAt: at, at }
    const acts = await awardAll(deps, em, [{ ...about, outcome, certificate, ...times }])
    await appendLogs(em, [...acts.values()])
  })
  return key
}
