import { type Static, Type } from 'typebox'
import type { AccountLink } from '../identity/judge-pairs.ts'
import { LINK_KINDS } from '../identity/link-weights.ts'
import type { CohortScreening, ScreenedPair } from './screening.ts'

const closed = { additionalProperties: false } as const
const Figure = Type.Union([Type.Number(), Type.Null()])

/** How alike the answers of two attempts are, and what independent work would make of them. */
export const AnswerLikeness = Type.Object(
  {
    /** Answers compared: chosen options, or only whether they are right. */
    basis: Type.Union([Type.Literal('options'), Type.Literal('scores')]),
    shared: Type.Integer(),
    matches: Type.Integer(),
    identicalWrong: Type.Integer(),
    omega: Type.Number(),
    /** Of so much agreement in independent work. */
    p: Type.Number(),
    /** Over all pairs of the exam. */
    q: Type.Number(),
    flagged: Type.Boolean(),
    /** Who took over answers, should one have copied of the other. */
    copier: Type.Union([Type.Literal('this'), Type.Literal('other'), Type.Null()]),
    copierChance: Figure,
    /** P(same answer) by item of the bank had both worked alone; null where not worked out. */
    chances: Type.Union([
      Type.Array(Type.Object({ itemId: Type.String(), chance: Type.Number() }, closed)),
      Type.Null(),
    ]),
  },
  closed,
)
export type AnswerLikeness = Static<typeof AnswerLikeness>

/** What ties two accounts to one place or one pair of hands. */
export const AttemptLink = Type.Object(
  {
    evidence: Type.Array(
      Type.Object({ kind: Type.Enum([...LINK_KINDS]), bits: Type.Number(), p: Figure }, closed),
    ),
    gapMinutes: Figure,
    /** Context for the order of review, in no weight and no p. */
    superiorLine: Type.Boolean(),
    p: Figure,
    q: Figure,
  },
  closed,
)
export type AttemptLink = Static<typeof AttemptLink>

/** Another attempt of the exam that a comparison found close to this one. */
export const ComparedPartner = Type.Object(
  {
    attemptId: Type.String(),
    /** By which flags call it: its row from 1. */
    number: Type.Integer(),
    answers: Type.Union([AnswerLikeness, Type.Null()]),
    link: Type.Union([AttemptLink, Type.Null()]),
  },
  closed,
)
export type ComparedPartner = Static<typeof ComparedPartner>

/** What comparing an exam's attempts found between one of them and others. */
export interface ComparedAttempt {
  readonly partners: readonly ComparedPartner[]
  /** Whose rhythm is not what it was in earlier exams: a reason to verify, never evidence. */
  readonly rhythm: { readonly z: number; readonly p: number } | null
}

/** As many pairs and links as the flags themselves tell of. */
const MOST_PAIRS = 5
const MOST_LINKS = 10
/** Links less telling than this are not told with a flag either. */
const LINK_AT_P = 0.05

const NOTHING: ComparedAttempt = { partners: [], rhythm: null }

/**
 * By row of a screening: what stands between an attempt and others, for the people who look at its
 * flags. Without a flag nobody has to look, and nothing is kept.
 */
export function comparedAttempts(screening: CohortScreening): (row: number) => ComparedAttempt {
  const pairsOf = byRow(screening.pairs?.pairs ?? [], ({ a, b }) => [a, b])
  const linksOf = byRow(screening.identity?.links ?? [], ({ left, right }) => [left, right])
  const rhythms = new Map(
    (screening.identity?.reverifications ?? []).map(({ account, z, p }) => [account, { z, p }]),
  )
  return (row) => {
    if ((screening.attempts[row]?.flags.length ?? 0) === 0) return NOTHING
    const partners = new Map<number, ComparedPartner>()
    const partnerAt = (other: number): ComparedPartner =>
      partners.get(other) ?? {
        attemptId: screening.persons[other] ?? '',
        number: other + 1,
        answers: null,
        link: null,
      }
    for (const pair of smallestP(pairsOf.get(row) ?? [], MOST_PAIRS)) {
      const other = pair.a === row ? pair.b : pair.a
      partners.set(other, { ...partnerAt(other), answers: likenessOf(screening, pair, row) })
    }
    const telling = (linksOf.get(row) ?? []).filter(({ p }) => p !== null && p < LINK_AT_P)
    for (const link of smallestP(telling, MOST_LINKS)) {
      const other = link.left === row ? link.right : link.left
      partners.set(other, { ...partnerAt(other), link: linkOf(link) })
    }
    return { partners: [...partners.values()], rhythm: rhythms.get(row) ?? null }
  }
}

function byRow<Pair>(
  pairs: readonly Pair[],
  rowsOf: (pair: Pair) => readonly [number, number],
): ReadonlyMap<number, readonly Pair[]> {
  const found = new Map<number, Pair[]>()
  for (const pair of pairs) {
    for (const row of rowsOf(pair)) {
      const own = found.get(row)
      if (own) own.push(pair)
      else found.set(row, [pair])
    }
  }
  return found
}

function smallestP<Pair extends { readonly p: number | null }>(
  pairs: readonly Pair[],
  most: number,
): Pair[] {
  return pairs.toSorted((one, other) => (one.p ?? 1) - (other.p ?? 1)).slice(0, most)
}

function likenessOf(
  { pairs, items }: CohortScreening,
  pair: ScreenedPair,
  row: number,
): AnswerLikeness {
  const { shared, matches, identicalWrong, omega, p, q, flagged, copierChance } = pair
  return {
    basis: pairs?.basis ?? 'scores',
    ...{ shared, matches, identicalWrong, omega, p, q, flagged, copierChance },
    copier: pair.copier === null ? null : pair.copier === row ? 'this' : 'other',
    chances:
      pair.chances?.map(({ item, chance }) => ({ itemId: items[item] ?? '', chance })) ?? null,
  }
}

function linkOf(link: AccountLink & { readonly q: number | null }): AttemptLink {
  const { evidence, gapMinutes, superiorLine, p, q } = link
  return { evidence: evidence.map((one) => ({ ...one })), gapMinutes, superiorLine, p, q }
}
