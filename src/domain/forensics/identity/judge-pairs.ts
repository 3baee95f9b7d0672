import type { Finding } from '../../bank/finding.ts'
import { say } from '../../bank/finding.ts'
import type { IdentityData } from './identity-data.ts'
import { bitsOfP, isSuperiorLine, type LinkKind } from './link-weights.ts'
import { matchRhythms, type RhythmMatch, type RhythmMatcher, type Usual } from './match-rhythms.ts'
import { type PlaceLink, placeLinks } from './place-links.ts'

/** Shared devices below which nobody knows how much a device makes hands alike. */
const FEWEST_DEVICES = 30

/** What links two accounts, kind by kind. */
export interface AccountLink {
  readonly left: number
  readonly right: number
  readonly evidence: readonly {
    readonly kind: LinkKind
    readonly bits: number
    readonly p: number | null
  }[]
  /** Minutes from the end of one sitting to the beginning of the other; null unless handed over. */
  readonly gapMinutes: number | null
  /** One stands in a unit above the other: context, in no weight and no p. */
  readonly superiorLine: boolean
  /** Whether they were at one place, rather than found by rhythm and answers alone. */
  readonly samePlace: boolean
  /** Of two different persons being so alike; null where nothing of the persons is known. */
  readonly p: number | null
}

/**
 * Judges every pair that shares a place, and every pair with similar answers. A place says nothing
 * of a person: colleagues, families and test rooms share one. So a pair's p rests on persons alone:
 * at one place the smaller of p by rhythm and p by answers, doubled where there are both; apart
 * the greater of the two, as both are asked for. It holds however people share devices.
 */
export function judgePairs(data: IdentityData): {
  readonly links: readonly AccountLink[]
  /** Whether rhythms can be compared with those of strangers. */
  readonly rhythmsUsable: boolean
  readonly findings: readonly Finding[]
} {
  const places = placeLinks(data)
  const count = data.accounts.length
  const keyOf = (one: number, other: number) => Math.min(one, other) * count + Math.max(one, other)
  const similar = new Map(
    (data.answerPairs ?? []).map((pair) => [keyOf(pair.left, pair.right), pair.p]),
  )
  const linked = new Set([
    ...places.map(({ left, right }) => keyOf(left, right)),
    ...similar.keys(),
  ])
  const related = (one: number, other: number) => linked.has(keyOf(one, other))
  const rhythms = rhythmsOf(data, related)
  const usual = usualOfDevices(places, rhythms)
  const links = places.map((place) => {
    const { left, right } = place
    const onDevice = place.device !== null
    const rhythm =
      onDevice && usual === null
        ? null
        : rhythms.match(left, right, (onDevice && usual) || undefined)
    const answers = data.answerPairs === null ? null : (similar.get(keyOf(left, right)) ?? 1)
    return linkOf(data, place, { rhythm, answers })
  })
  const joined = new Set(places.map(({ left, right }) => keyOf(left, right)))
  for (const { left, right, p } of data.answerPairs ?? []) {
    if (joined.has(keyOf(left, right))) continue
    const place = { left: Math.min(left, right), right: Math.max(left, right) }
    links.push(linkOf(data, place, { rhythm: rhythms.match(left, right), answers: p }))
  }
  const findings = findingsOf(data, { places, rhythms, usual })
  return { links, rhythmsUsable: rhythms.usable, findings }
}

interface Rhythms {
  readonly profiled: number
  readonly usable: boolean
  /** As far as both worked alike, at a desk or on glass. */
  readonly match: RhythmMatcher['match']
}

/** At a desk and on glass are two persons for this purpose: profiles never mix. */
function rhythmsOf(
  { accounts, sittings, seed }: IdentityData,
  related: (left: number, right: number) => boolean,
): Rhythms {
  const matchers = (['desk', 'touch'] as const).map((input) => {
    const samples = accounts.map((_): (readonly number[])[] => [])
    for (const sitting of sittings) {
      if (sitting.input === input) samples[sitting.account]?.push(...sitting.rhythm)
    }
    return matchRhythms(samples, { seed: `${seed} ${input}`, related })
  })
  return {
    profiled: matchers.reduce((sum, { profiled }) => sum + profiled, 0),
    usable: matchers.some(({ usable }) => usable),
    match: (left, right, usual) => {
      for (const matcher of matchers) {
        const found = matcher.match(left, right, usual)
        if (found !== null) return found
      }
      return null
    },
  }
}

/**
 * How much more alike than strangers are people who share a device: the same keyboard and mouse.
 * Shift: each device has one vote, the median of its pairs; of the votes the upper bound of the
 * median (an order statistic, one-sided 90 %), never below 0. Scale: distance from the median to
 * the lower quartile of pairs, the side where no proxies are, never below that of strangers. So it
 * holds while fewer than half of the shared devices are a proxy's; more of them make p too great,
 * not too small. Null with too few devices.
 */
function usualOfDevices(places: readonly PlaceLink[], rhythms: Rhythms): Usual | null {
  const byDevice = new Map<string, number[]>()
  for (const { left, right, device } of places) {
    const closeness = device === null ? undefined : rhythms.match(left, right)?.closeness
    if (device === null || closeness === undefined) continue
    const votes = byDevice.get(device)
    if (votes) votes.push(closeness)
    else byDevice.set(device, [closeness])
  }
  if (byDevice.size < FEWEST_DEVICES) return null
  const votes = ascending([...byDevice.values()].map((own) => at(ascending(own), 0.5)))
  const bound = 0.5 + 1.2816 * Math.sqrt(0.25 / votes.length)
  const pairs = ascending([...byDevice.values()].flat())
  return {
    shift: Math.max(0, at(votes, bound)),
    scale: Math.max(1, at(pairs, 0.5) - at(pairs, 0.25)),
  }
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number
}

function ascending(values: readonly number[]): number[] {
  return values.toSorted((one, other) => one - other)
}

function linkOf(
  { accounts }: IdentityData,
  place: Pick<PlaceLink, 'left' | 'right'> & Partial<PlaceLink>,
  found: { readonly rhythm: RhythmMatch | null; readonly answers: number | null },
): AccountLink {
  const { left, right, deviceBits, addressBits, sequenceBits, gapMs } = place
  const { answers } = found
  const rhythm = found.rhythm?.p ?? null
  const samePlace = deviceBits !== undefined
  const evidence: AccountLink['evidence'] = [
    { kind: 'device' as const, bits: deviceBits ?? 0, p: null },
    { kind: 'address' as const, bits: addressBits ?? 0, p: null },
    { kind: 'sequence' as const, bits: sequenceBits ?? 0, p: null },
    { kind: 'rhythm' as const, bits: rhythm === null ? 0 : bitsOfP(rhythm), p: rhythm },
    { kind: 'answers' as const, bits: answers === null ? 0 : bitsOfP(answers), p: answers },
  ].filter(({ bits }) => bits > 0)
  return {
    left,
    right,
    evidence,
    gapMinutes: typeof gapMs === 'number' ? gapMs / 60_000 : null,
    superiorLine: isSuperiorLine(
      accounts[left]?.unitPath ?? null,
      accounts[right]?.unitPath ?? null,
    ),
    samePlace,
    p: samePlace ? eitherOf(rhythm, answers) : bothOf(rhythm, answers),
  }
}

function eitherOf(rhythm: number | null, answers: number | null): number | null {
  if (rhythm === null || answers === null) return rhythm ?? answers
  return Math.min(1, 2 * Math.min(rhythm, answers))
}

function bothOf(rhythm: number | null, answers: number | null): number | null {
  return rhythm === null || answers === null ? null : Math.max(rhythm, answers)
}

function findingsOf(
  { answerPairs }: IdentityData,
  known: {
    readonly places: readonly PlaceLink[]
    readonly rhythms: Rhythms
    readonly usual: Usual | null
  },
): Finding[] {
  const { places, rhythms, usual } = known
  const findings: Finding[] = []
  const warn = (code: string, message: Finding['message']) =>
    findings.push({ pointer: '', item: null, severity: 'note', code, message })
  if (!rhythms.usable) {
    warn(
      'too-few-rhythms',
      say(
        `只有 ${rhythms.profiled} 个账号有足够的打字或指针节奏记录（至少需要 30 个），节奏不参与比对。`,
        `Only ${rhythms.profiled} accounts have enough typing or pointing on record (30 are needed): rhythms were not compared.`,
      ),
    )
  } else if (usual === null && places.some(({ device }) => device !== null)) {
    warn(
      'device-effect-unknown',
      say(
        '同一设备会使不同的人节奏相似；共用的设备不足 30 台，无法扣除这种影响，因此同一设备上的节奏不参与比对。',
        'One device makes the hands of different persons alike. Fewer than 30 devices are shared, so this can not be taken out: rhythms on one device were not compared.',
      ),
    )
  }
  if (answerPairs === null) {
    warn(
      'answers-not-compared',
      say('没有作答相似性的比对结果可用。', 'No comparison of answers was at hand.'),
    )
  }
  return findings
}
