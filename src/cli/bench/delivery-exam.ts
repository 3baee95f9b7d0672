import type { Application } from '../../app.ts'
import { PersonEntity, RoleGrantEntity } from '../../store/entities/organization.ts'
import { write } from '../../store/scope.ts'
import type { Deps } from '../../workflows/deps.ts'
import { openLogin } from '../../workflows/sign-in.ts'
import { announceExam } from '../demo/announce-exam.ts'
import { foundOrganization, loadContent, unitOf } from '../demo/programme.ts'

const DAY_MS = 86_400_000
const PERSONS_A_BATCH = 200
/** Longer than any run; a browser would refresh its token, which is not what is measured. */
const TOKEN_SECONDS = 3600

/** An exam that is open now, and an access token for each of its candidates. */
export interface DeliveryExam {
  readonly examId: string
  readonly tokens: readonly string[]
}

/** Prepares the shipped programme's annual exam for simulated candidates who are signed in. */
export async function prepareDeliveryExam(
  { deps, server }: Application,
  candidates: number,
): Promise<DeliveryExam> {
  const today = deps.now().getTime()
  const at = (time: number): Deps => ({ ...deps, now: () => new Date(time) })
  const longAgo = at(today - 30 * DAY_MS)
  const units = await foundOrganization(longAgo)
  const content = await loadContent(longAgo)
  const unitId = unitOf(units, 'simulated-1').id
  const personIds = await addCandidates(deps, unitId, candidates)
  const examId = await announceExam(deps, units, {
    ...{ content, blueprint: content.annual, audience: 'simulated-1', simulated: true },
    ...{ opensAt: today - 3_600_000, days: 7, releaseResults: 'at-submission' },
  })
  const tokens = await signInAll(deps, personIds, ({ personId, loginId }) =>
    server.jwt.sign({ sub: personId, login: loginId }, { expiresIn: TOKEN_SECONDS }),
  )
  return { examId, tokens }
}

async function addCandidates(deps: Deps, unitId: string, count: number): Promise<string[]> {
  const now = deps.now()
  const personIds = Array.from({ length: count }, () => deps.newId())
  await inBatches(personIds, (batch, from) =>
    write(deps.orm, async (em) => {
      for (const [index, personId] of batch.entries()) {
        const number = from + index + 1
        em.create(PersonEntity, {
          id: personId,
          account: `bench-${number}`,
          name: `模拟考生 ${number}`,
          unitId,
          post: null,
          rank: 'clerk',
          simulated: true,
          createdAt: now,
          activatedAt: now,
        })
      }
      await em.flush()
      for (const personId of batch) {
        const grant = { role: 'candidate', grantedBy: null, grantedAt: now } as const
        em.create(RoleGrantEntity, { id: deps.newId(), personId, unitId, ...grant })
      }
    }),
  )
  return personIds
}

/** Opens a login for each, without thousands of passwords to be digested. */
async function signInAll(
  deps: Deps,
  personIds: readonly string[],
  sign: (login: { readonly personId: string; readonly loginId: string }) => string,
): Promise<string[]> {
  const tokens: string[] = []
  await inBatches(personIds, (batch) =>
    write(deps.orm, async (em) => {
      for (const personId of batch) tokens.push(sign(await openLogin(deps, em, personId, 'bench')))
    }),
  )
  return tokens
}

async function inBatches<T>(
  all: readonly T[],
  act: (batch: readonly T[], from: number) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < all.length; from += PERSONS_A_BATCH) {
    await act(all.slice(from, from + PERSONS_A_BATCH), from)
  }
}
