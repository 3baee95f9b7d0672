import { type LogProof, proofFaults } from '../../domain/log-proof.ts'
import type { Unit } from '../../domain/organization/unit.ts'
import type { CertificateCheck, MyCertificate, MyCredits } from '../../domain/policy/award-views.ts'
import type { ExplanationView } from '../../domain/policy/views.ts'
import type { Bulletin, BulletinSource } from '../../domain/settlement/bulletin/views.ts'
import { isSigned } from '../is-signed.ts'
import { type Client, callOpen, get } from './story-client.ts'

/** Who takes part, and how a claim is held. */
interface Scene {
  readonly url: string
  readonly cadre: Client
  readonly organizer: Client
  readonly administrator: Client
  readonly hold: (claim: string, holds: boolean, seen?: unknown) => void
}

/** What followed from a cleared attempt: credits, certificate, reasons, and a log that proves it. */
export async function followAward(scene: Scene, attemptId: string): Promise<void> {
  const { cadre, hold } = scene
  const credits = await get<MyCredits>(cadre, '/api/my/credits')
  const lines = credits.lines.filter((line) => line.attemptId === attemptId)
  const kinds = lines.map(({ kind }) => kind).reverse()
  hold('the credits were held, then released', kinds.join(' ') === 'hold release', kinds)
  hold('and can be used', credits.available > 0, credits)
  const path = `/api/attempts/${attemptId}/explanation`
  const why = await get<ExplanationView>(cadre, path)
  hold('anybody concerned reads why', why.decidedBy.length > 0 && why.summary['zh-CN'] !== '')
  hold('evaluating the rules again gives the same', why.replayed, why)
  const { certificates } = await get<{ certificates: MyCertificate[] }>(
    cadre,
    '/api/my/certificates',
  )
  const certificate = certificates.find((one) => one.attemptId === attemptId)
  hold('a certificate was issued', certificate?.state === 'valid', certificates)
  const code = certificate?.verifyPath.split('/').at(-1) ?? ''
  const check = await callOpen(scene.url, `/api/certificates/check/${code}`)
  const { state } = check.body as CertificateCheck
  hold('whoever has its link sees that it is genuine', state === 'valid', check.body)
  await proveLog(scene, attemptId)
}

async function proveLog(scene: Scene, attemptId: string): Promise<void> {
  const { cadre, administrator, hold } = scene
  const made = await administrator.call('POST', '/api/log/checkpoints')
  hold('the log is signed as it stands', made.status < 300, made.body)
  const proof = await get<LogProof>(cadre, `/api/attempts/${attemptId}/log-proof`)
  const faults = proofFaults(proof, isSigned)
  hold('the attempt’s log stands under the signature', faults.length === 0, faults)
  const bent = { ...proof, entries: proof.entries.slice(0, -1) }
  hold('a log cut short is found', proofFaults(bent, isSigned).length > 0)
}

/** The finished exam as a tier reads it: the one whose units can be compared. */
export async function readBulletin({ organizer, hold }: Scene): Promise<void> {
  const { units } = await get<{ units: Unit[] }>(organizer, '/api/units')
  const bulletins: Bulletin[] = []
  for (const { id } of units) bulletins.push(...(await bulletinsOf(organizer, id)))
  const compared = bulletins.map((one) => one.units.filter(({ ability }) => ability !== null))
  const most = compared.toSorted((left, right) => right.length - left.length)[0] ?? []
  hold('a bulletin compares units', most.length > 1, most.length)
  const stated = most.every(({ ability }) => {
    const mean = ability?.mean
    return mean !== undefined && mean.low < mean.value && mean.value < mean.high
  })
  hold('each with its interval', stated, most)
}

/** Of the simulated exam, where the unit has one. */
async function bulletinsOf(organizer: Client, unitId: string): Promise<Bulletin[]> {
  const path = `/api/units/${unitId}`
  const { sources } = await get<{ sources: BulletinSource[] }>(
    organizer,
    `${path}/bulletin-sources`,
  )
  const source = sources.find((one) => one.kind === 'exam' && one.simulated)
  if (source?.kind !== 'exam') return []
  return [await get<Bulletin>(organizer, `${path}/bulletin?examId=${source.examId}`)]
}
