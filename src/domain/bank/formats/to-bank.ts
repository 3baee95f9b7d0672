import type { LocalizedText } from '../../text.ts'
import type { Bank, Competency, Stimulus } from '../bank.ts'
import { say } from '../finding.ts'
import type { Item } from '../item.ts'
import { bothLanguages, fillItem, isId } from './fill-item.ts'
import type { ForeignBank, ForeignFinding, ForeignItem, ForeignPlace } from './foreign-bank.ts'
import { enemyFindings, idFinder, withKnownEnemies } from './foreign-enemies.ts'
import { foreignFinding, wholeFile } from './foreign-finding.ts'
import type { TellProgress } from './import-progress.ts'
import { keepSound, type PlacedItem } from './keep-sound.ts'

/** What a file can't know about the bank it becomes. */
interface BankDefaults {
  readonly program: string
  readonly title: LocalizedText
  /** The day of the import, yyyy-mm-dd. */
  readonly today: string
}

/** The bank a file gives, with what became of each of its items. */
export interface Imported {
  /** Null when no item is sound. */
  readonly bank: Bank | null
  readonly findings: ForeignFinding[]
  readonly imported: number
  readonly skipped: number
  /** Items that are in the bank but lost something on the way. */
  readonly lossy: number
}

/**
 * What was read from a file as a sound bank: gaps are filled, each filling told. An item comes in
 * whole or not at all; what `checkBank` calls an error leaves it out, with the reason at its place.
 */
export function toBank(
  foreign: ForeignBank,
  defaults: BankDefaults,
  onProgress?: TellProgress,
): Imported {
  const unread = placesWith(foreign.findings, 'error').size
  if (foreign.bank) return counted(foreign.bank, foreign.findings, unread)
  const file = foreign.items[0]?.place.file ?? foreign.findings[0]?.file ?? ''
  const competencies = namedCompetencies(foreign.items)
  const stimuli = sharedStimuli(foreign.items)
  const ids = itemIds(foreign.items)
  const idOf = idFinder(
    foreign.items,
    ids.map(({ id }) => id),
  )
  const filled = foreign.items.map((item, index) => ({
    place: item.place,
    idFindings: ids[index]?.findings ?? [],
    ...fillItem(item, {
      id: ids[index]?.id ?? '',
      competency: competencies.idOf(item),
      stimulus: stimuli.idOf(item),
      enemies: [...new Set(item.enemies?.flatMap((enemy) => idOf(enemy) ?? []))],
      today: defaults.today,
    }),
  }))
  const placed = filled.flatMap(({ item, place }): PlacedItem[] => (item ? [{ item, place }] : []))
  const shared = { competencies: competencies.all, stimuli: stimuli.all }
  const kept = keepSound(file, placed, {
    assemble: (items) => bankOf(items as readonly Item[], defaults, shared),
    onProgress,
  })
  const enemiesById = new Map(kept.bank?.items.map(({ id, enemies }) => [id, enemies]))
  const findings = [
    ...foreign.findings,
    ...filled.flatMap((one) => [...(one.item ? one.idFindings : []), ...one.findings]),
    ...(foreign.items.some(({ competency }) => isBlank(competency)) ? [generalNote(file)] : []),
    ...kept.findings,
    ...foreign.items.flatMap((item, index) => {
      const own = enemiesById.get(filled[index]?.item?.id ?? '')
      return own ? enemyFindings(item, own, idOf) : []
    }),
  ]
  const skipped = unread + foreign.items.length - placed.length + kept.dropped
  return counted(kept.bank, distinct(findings), skipped)
}

function counted(
  bank: Bank | null,
  findings: readonly ForeignFinding[],
  skipped: number,
): Imported {
  const failed = placesWith(findings, 'error')
  const lossy = [...placesWith(findings, 'lossy')].filter((place) => !failed.has(place)).length
  const imported = bank?.items.length ?? 0
  const none = bank
    ? []
    : [
        foreignFinding(
          wholeFile(findings[0]?.file ?? ''),
          ['error', 'no-sound-item'],
          ['没有一道可用的题目', 'there is no item that could be used'],
        ),
      ]
  return { bank, findings: [...findings, ...none], imported, skipped, lossy }
}

/** Places of items with a finding of this severity; what is about a whole file is at none. */
function placesWith(
  findings: readonly ForeignFinding[],
  severity: ForeignFinding['severity'],
): Set<string> {
  const placed = findings.filter(
    (finding) =>
      finding.severity === severity && !(finding.row === null && finding.pointer === null),
  )
  return new Set(placed.map(placeKey))
}

/**
 * What the filling and the check both have to say is told once: also that a text is in one
 * language only, which the check would call a missing translation.
 */
function distinct(findings: readonly ForeignFinding[]): ForeignFinding[] {
  const oneLanguage = new Set(
    findings.flatMap((finding) => (finding.code === 'one-language' ? [placeKey(finding)] : [])),
  )
  const isSaid = ({ code, ...place }: ForeignFinding): boolean => {
    if (code !== 'missing-translation') return false
    // The bank's own texts are the names that its items gave.
    const isOfBank = place.row === null && (place.pointer?.startsWith('/') ?? true)
    return isOfBank ? oneLanguage.size > 0 : oneLanguage.has(placeKey(place))
  }
  const unsaid = findings.filter((finding) => !isSaid(finding))
  return [...new Map(unsaid.map((finding) => [JSON.stringify(finding), finding])).values()]
}

function placeKey({ file, row, pointer }: ForeignPlace): string {
  return JSON.stringify([file, row, pointer])
}

function isBlank(text: string | null): boolean {
  return text === null || text.trim() === ''
}

function generalNote(file: string): ForeignFinding {
  return foreignFinding(
    wholeFile(file),
    ['note', 'competency-assumed'],
    ['没有写明能力的题目归入“综合”', 'items without a competency are taken as general'],
  )
}

/** Competencies by their names, in order of appearance, with ids that stay the same. */
function namedCompetencies(items: readonly ForeignItem[]) {
  const byName = new Map<string, Competency>()
  const taken = new Set<string>()
  for (const [index, name] of [...new Set(items.map(competencyName))].entries()) {
    const wished = name === '' ? 'general' : slugOf(name) || `c${index + 1}`
    const id = unusedId(wished, taken)
    const text = name === '' ? say('综合', 'General') : say(name, name)
    byName.set(name, { id, name: text, description: text })
  }
  return {
    all: [...byName.values()],
    idOf: (item: ForeignItem) => byName.get(competencyName(item))?.id ?? 'general',
  }
}

function competencyName({ competency }: ForeignItem): string {
  return (bothLanguages({ 'zh-CN': competency, en: null })?.['zh-CN'] ?? '').normalize('NFC')
}

/** An id made of a Latin name; a name in another script gives the empty text. */
function slugOf(name: string): string {
  if (isId(name)) return name
  if (/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(name)) return ''
  const bare = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return bare
    .replace(/[^a-z0-9]+/gu, '-')
    .slice(0, 48)
    .replace(/^-+|-+$/gu, '')
}

function unusedId(wished: string, taken: Set<string>): string {
  let id = wished
  for (let count = 2; taken.has(id); count += 1) id = `${wished.slice(0, 56)}-${count}`
  taken.add(id)
  return id
}

/** Stimuli by their text: the same text is the same stimulus. */
function sharedStimuli(items: readonly ForeignItem[]) {
  const byText = new Map<string, Stimulus>()
  for (const { stimulus } of items) {
    const text = bothLanguages(stimulus?.text ?? null)
    if (text === null || byText.has(JSON.stringify(text))) continue
    const number = byText.size + 1
    const title = bothLanguages(stimulus?.title ?? null) ?? say(`材料${number}`, `Text ${number}`)
    byText.set(JSON.stringify(text), { id: `s${number}`, title, text })
  }
  const idOf = ({ stimulus }: ForeignItem) =>
    byText.get(JSON.stringify(bothLanguages(stimulus?.text ?? null)))?.id ?? null
  return { all: [...byText.values()], idOf }
}

/** Ids of the file where they can be ids and are its only ones; else file name and position. */
function itemIds(items: readonly ForeignItem[]) {
  const wished = items.map(({ id }) => (id !== null && isId(id.trim()) ? id.trim() : null))
  const taken = new Set(wished.filter((id) => id !== null))
  const given = new Set<string>()
  return items.map(({ id: found, place }, index) => {
    const id = wished[index] ?? null
    if (id !== null && !given.has(id)) {
      given.add(id)
      return { id, findings: [] }
    }
    const made = unusedId(`${fileSlug(place.file)}-${index + 1}`, taken)
    const reason = isBlank(found)
      ? ([`没有编号，编为 ${made}`, `it has no id and gets ${made}`] as const)
      : ([
          `编号“${found}”不可用或重复，改为 ${made}`,
          `the id "${found}" is unusable or taken: now ${made}`,
        ] as const)
    return { id: made, findings: [foreignFinding(place, ['note', 'id-made'], reason)] }
  })
}

function fileSlug(file: string): string {
  const name = file.split(/[/\\]/u).at(-1) ?? ''
  const bare = name.replace(/\.[^.]*$/u, '').replace(/[^A-Za-z0-9._-]+/gu, '-')
  return bare.replace(/^[^A-Za-z0-9]+|-+$/gu, '').slice(0, 40) || 'item'
}

/** The bank of these items; what none of them needs any more is left out. */
function bankOf(
  items: readonly Item[],
  { program, title }: BankDefaults,
  shared: Pick<Bank, 'competencies' | 'stimuli'>,
): Bank {
  const posts = [...new Set(items.flatMap((item) => item.posts))].map((id) => {
    const own = items.filter((item) => item.posts.includes(id))
    const profile = Object.fromEntries(own.map(({ competency }) => [competency, 1]))
    return { id, name: say(id, id), profile }
  })
  return {
    format: 'probity-bank/1',
    program,
    title,
    description: title,
    competencies: shared.competencies.filter(({ id }) =>
      items.some(({ competency }) => competency === id),
    ),
    posts,
    stimuli: shared.stimuli.filter(({ id }) => items.some(({ stimulus }) => stimulus === id)),
    items: withKnownEnemies(items),
  }
}
