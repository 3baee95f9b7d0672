import { type Finding, say } from '../../bank/finding.ts'
import { benjaminiHochberg } from '../../benjamini-hochberg.ts'
import {
  type CohortTests,
  noTests,
  type PersonIndicator,
  type PersonTest,
} from '../cohort/person-indicator.ts'
import { describeLink } from './describe-link.ts'
import type { Account, IdentityData } from './identity-data.ts'
import { type AccountLink, judgePairs } from './judge-pairs.ts'
import { groupLinks, type LinkGroup } from './link-graph.ts'
import { type Reverification, verifyRhythms } from './verify-rhythms.ts'

/** False discovery rate over pairs up to which a link may join a group. */
const LINK_AT_Q = 0.01

/** Everything identity has to say of an exam; all of it can be kept as JSON. */
export interface IdentityLinks {
  readonly links: readonly (AccountLink & { readonly q: number | null })[]
  /** One person behind several accounts, perhaps; accounts and links by their places. */
  readonly groups: readonly LinkGroup[]
  /** Accounts to verify again; no evidence. */
  readonly reverifications: readonly Reverification[]
}

export interface LinkedAccounts extends CohortTests {
  readonly identity: IdentityLinks
}

type Described = Omit<PersonIndicator, 'test'>

/**
 * Links between accounts: several of them may have one person behind them.
 *
 * Pairs are picked by place (device, address, hand-over of the seat: Fellegi-Sunter weights less
 * what offices, classrooms and shifts explain) or by answers, and judged by person alone (rhythm,
 * answers), see `judgePairs`: so a flag always has two kinds of evidence, and its p holds however
 * people share places. p of an account: Bonferroni over its pairs at one place, and over all other
 * accounts for pairs that are not, the smaller of the two doubled.
 * Statistic: weight of the strongest pair, bits.
 * Assumes: strangers of the cohort tell how alike different persons are; hands at one device are
 * made alike by it as much as at most of the devices that are shared. Smallest sample: 30
 * accounts with rhythms, or compared answers; without either nobody is tested.
 */
export const linkedAccounts: Described & {
  readonly test: (data: IdentityData) => LinkedAccounts
} = {
  id: 'linked-accounts',
  family: 'identity',
  name: say('账号关联', 'Linked accounts'),
  source:
    'Fellegi & Sunter (1969) weights log2(m/u) of shared devices, addresses and hand-overs pick ' +
    'pairs of accounts; typing and pointing rhythm (scaled Manhattan, Killourhy & Maxion 2009, ' +
    'normalized against strangers) and similar answers judge them; Bonferroni over pairs.',
  threshold: null,
  falseFlagRate: {
    value: 0.0022,
    basis: say(
      '以模拟的诚实机构测得（60 场考试、28,800 个账号，其中 13,450 个与他人共用设备或网络地址：办公室共用地址、轮班共用电脑、家庭共用电脑；仅凭节奏判断，设备对节奏的影响与人的差异一样大）：共用者中 20 个的 p < 0.001，此为 95% 上限；对全部账号为 0.0011。实际比例请以本单位数据复核。',
      'Measured on simulated honest organizations (60 exams, 28,800 accounts, of which 13,450 share a device or address: offices with one address, machines used in shifts, family computers; judged by rhythm alone, with machines that matter as much as persons): 20 of those who share had p < .001, of which this is the upper 95 % bound; over all accounts it is .0011. Check it against your own cohorts.',
    ),
  },
  innocentExplanations: [
    say(
      '家庭成员或同事先后使用同一台电脑，各自独立作答。',
      'Relatives or colleagues used one computer, one after the other, each doing their own work.',
    ),
    say(
      '办公室、教室或运营商使许多人共用同一网络地址。',
      'An office, a classroom or a carrier puts many people behind one network address.',
    ),
    say(
      '同一键盘、鼠标或触控板使不同的人节奏相近；新手的节奏也彼此相近。',
      'One keyboard, mouse or pad makes different hands alike, and beginners type alike.',
    ),
    say(
      '一起学习的人作答相近，错误也相近。',
      'People who studied together answer alike, and make the same mistakes.',
    ),
    say(
      '一人因账号迁移或更正而合法地持有两个账号。',
      'Somebody rightly has two accounts, after a transfer or a correction.',
    ),
  ],
  test,
}

function test(data: IdentityData): LinkedAccounts {
  const count = data.accounts.length
  const { links: judged, rhythmsUsable, findings } = judgePairs(data)
  const rates = ratesOf(judged, (count * (count - 1)) / 2)
  const links = judged.map((link, place) => ({ ...link, q: rates[place] ?? null }))
  const groups = groupLinks(links, (place) => (rates[place] ?? 1) <= LINK_AT_Q)
  const identity = { links, groups, reverifications: verifyRhythms(data) }
  if (!isTestable(data, rhythmsUsable)) {
    return { ...noTests(count, [...findings, NOT_TESTED]), identity }
  }
  const linksOf = linksByAccount(links, count)
  return {
    tests: testsOf(data, linksOf),
    findings,
    identity,
    describe: (account) => describe(data.accounts, account, linksOf[account] ?? []),
  }
}

/** q among the pairs at one place; of the others, among all pairs there are, listed or not. */
function ratesOf(links: readonly AccountLink[], pairs: number): (number | null)[] {
  const together = benjaminiHochberg(links.map(({ samePlace, p }) => (samePlace ? p : null)))
  const apart = links.filter(({ samePlace, p }) => !samePlace && p !== null).length
  const inflated = links.map(({ samePlace, p }) =>
    samePlace || p === null ? null : Math.min(1, (p * pairs) / apart),
  )
  const others = benjaminiHochberg(inflated)
  return links.map((_, place) => together[place] ?? others[place] ?? null)
}

function linksByAccount(links: readonly AccountLink[], count: number): AccountLink[][] {
  const linksOf = Array.from({ length: count }, (): AccountLink[] => [])
  for (const link of links) {
    linksOf[link.left]?.push(link)
    linksOf[link.right]?.push(link)
  }
  return linksOf
}

/** Whether pairs can be picked by place or answers, and judged by what tells of a person. */
function isTestable({ sittings, answerPairs }: IdentityData, rhythmsUsable: boolean): boolean {
  const placed = sittings.some(({ contacts }) => contacts.length > 0)
  return placed ? answerPairs !== null || rhythmsUsable : answerPairs !== null && rhythmsUsable
}

const NOT_TESTED: Finding = {
  pointer: '',
  item: null,
  severity: 'note',
  code: 'identity-not-tested',
  message: say(
    '没有设备与地址记录，或没有节奏与作答相似性可供判断，账号关联未检验。',
    'No devices and addresses are on record, or neither rhythms nor answers can tell persons apart: links between accounts were not tested.',
  ),
}

/** Null for who did not sit the exam, and where a place is shared but nothing tells of persons. */
function testsOf(
  { accounts, exam, sittings, answerPairs }: IdentityData,
  linksOf: readonly (readonly AccountLink[])[],
): (PersonTest | null)[] {
  const sat = new Set(
    sittings.flatMap((sitting) => (sitting.exam === exam ? [sitting.account] : [])),
  )
  return accounts.map((_, account) => {
    const own = linksOf[account] ?? []
    const tested = own.filter(({ p }) => p !== null)
    const placed = own.some(({ samePlace }) => samePlace)
    if (!sat.has(account) || (placed && tested.length === 0)) return null
    if (tested.length === 0) return { statistic: 0, p: 1 }
    const together = smallestOf(tested.filter(({ samePlace }) => samePlace))
    const apart = smallestOf(
      tested.filter(({ samePlace }) => !samePlace),
      accounts.length - 1,
    )
    const p = answerPairs === null ? together : 2 * Math.min(together, apart)
    return { statistic: bitsOfStrongest(tested), p: Math.min(1, p) }
  })
}

/** Bonferroni: the smallest p times how many there were to choose from; 1 without any. */
function smallestOf(links: readonly AccountLink[], choices = links.length): number {
  return links.reduce((least, { p }) => Math.min(least, choices * (p ?? 1)), 1)
}

function bitsOfStrongest(links: readonly AccountLink[]): number {
  const strongest = links.reduce((best, link) => ((link.p ?? 1) < (best.p ?? 1) ? link : best))
  return strongest.evidence.reduce((sum, { bits }) => sum + bits, 0)
}

/** Links shown with a flag, the most telling first. */
const LINES = 10

function describe(accounts: readonly Account[], account: number, links: readonly AccountLink[]) {
  const telling = links
    .filter(({ p }) => p !== null && p < 0.05)
    .toSorted((one, other) => (one.p ?? 1) - (other.p ?? 1))
  const evidence = telling.slice(0, LINES).flatMap((link) => {
    const other = accounts[link.left === account ? link.right : link.left]
    return other ? describeLink(link, other).map((text) => ({ itemId: null, text })) : []
  })
  const summary = say(
    `此账号与 ${telling.length} 个账号的使用痕迹在统计上与各自独立作答不符。`,
    `What was recorded of this account and ${telling.length} other${telling.length === 1 ? '' : 's'} is statistically inconsistent with independent work.`,
  )
  return { summary, evidence }
}
