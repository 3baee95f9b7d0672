import fc from 'fast-check'
import t from 'tap'
import { findLivePage, LIVE_SORTS } from '../../../src/domain/delivery/live-attempts.ts'
import { type LiveRow, liveStateOf } from '../../../src/domain/delivery/live-board.ts'
import { LiveCounts } from '../../../src/domain/delivery/live-board-views.ts'
import { aText } from '../../support/builders.ts'

const START = Date.parse('2026-03-02T08:00:00Z')
const NOW = new Date(START + 20 * 60_000)
const { compare: compareNames } = new Intl.Collator('zh-CN', { numeric: true })
const AT = { now: NOW, compareNames }
const at = (minutes: number): Date => new Date(START + minutes * 60_000)
const idOf = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`
const UNITS = [idOf(901), idOf(902), idOf(903)] as const
const NAMES = ['张伟', '李娜', '王芳', 'Anna', 'Bela', '候选人2', '候选人10'] as const
const STATES = LiveCounts.required

interface Told {
  readonly name: string
  readonly unit: number
  readonly kind: 'none' | 'running' | 'submitted' | 'expired'
  readonly received: number
  readonly minutes: number
}

function aRow({ name, unit, kind, received, minutes }: Told, index: number): LiveRow {
  return {
    personId: idOf(index),
    personName: name,
    unitPath: `/${idOf(900)}/${UNITS[unit]}/`,
    unitName: aText(`单位${unit}`, `unit ${unit}`),
    attempt:
      kind === 'none'
        ? null
        : {
            id: idOf(500 + index),
            state: kind,
            startedAt: at(0),
            deadlineAt: at(minutes),
            pausedUntil: null,
            lastReceivedAt: at(received),
            hiddenSince: null,
            offlineSince: null,
          },
  }
}

const anybody = fc.record<Told>({
  name: fc.constantFrom(...NAMES),
  unit: fc.nat(2),
  kind: fc.constantFrom('none', 'running', 'submitted', 'expired'),
  received: fc.nat(20),
  minutes: fc.integer({ min: 10, max: 90 }),
})
const anyRows = fc.array(anybody, { maxLength: 60 }).map((told) => told.map(aRow))
const anyQuestion = fc.record(
  {
    state: fc.constantFrom(...STATES),
    unit: fc.constantFrom(...UNITS, idOf(900)),
    q: fc.constantFrom('候选', ' anna ', 'unit 1', 'nobody'),
    sort: fc.constantFrom(...LIVE_SORTS, ...LIVE_SORTS.map((key) => `-${key}` as const)),
  },
  { requiredKeys: [] },
)

t.test('pages together show everybody who fits once, and nobody else', async () => {
  fc.assert(
    fc.property(anyRows, anyQuestion, fc.integer({ min: 1, max: 20 }), (rows, asked, size) => {
      const first = findLivePage(rows, { ...asked, rows: size }, AT)
      const pages = Array.from({ length: first.pageCount }, (_, index) =>
        findLivePage(rows, { ...asked, rows: size, page: index + 1 }, AT),
      )
      const shown = pages.flatMap((page) => page.rows.map(({ personId }) => personId))
      const fitting = rows.filter((row) => {
        const text = `${row.personName}\n${row.unitName.en}\n${row.unitName['zh-CN']}`.toLowerCase()
        return (
          (asked.state === undefined || liveStateOf(row.attempt, NOW) === asked.state) &&
          (asked.unit === undefined || row.unitPath.includes(asked.unit)) &&
          (asked.q === undefined || text.includes(asked.q.trim()))
        )
      })
      const wanted = fitting.map(({ personId }) => personId)
      return (
        first.total === wanted.length &&
        shown.length === wanted.length &&
        wanted.every((personId) => shown.includes(personId)) &&
        pages.every((page) => page.rows.length <= size)
      )
    }),
  )
})

t.test('the order is the one asked for, with those who have no such time at the end', async () => {
  const timeOf = {
    silent: ({ attempt }: LiveRow) =>
      attempt?.state === 'running' ? attempt.lastReceivedAt?.getTime() : undefined,
    deadline: ({ attempt }: LiveRow) => attempt?.deadlineAt.getTime(),
  }
  const sorts = fc.constantFrom('silent' as const, 'deadline' as const)
  fc.assert(
    fc.property(anyRows, sorts, fc.boolean(), (rows, sort, descending) => {
      const asked = { sort: descending ? (`-${sort}` as const) : sort, rows: 1000 }
      const times = findLivePage(rows, asked, AT).rows.map((row) => timeOf[sort](row))
      return times.every((time, index) => {
        const next = times[index + 1]
        if (index === times.length - 1 || next === undefined) return true
        return time !== undefined && (descending ? time >= next : time <= next)
      })
    }),
  )
})

t.test('who may need help comes first, and names go by their sound', async (t) => {
  const base = { unit: 0, minutes: 60, kind: 'running', received: 20 } as const
  const rows = [
    { ...base, name: '王芳' },
    { ...base, name: '李娜', kind: 'submitted' as const },
    { ...base, name: '张伟', received: 14 },
    { ...base, name: '候选人10', received: 5 },
    { ...base, name: '候选人2', kind: 'none' as const },
  ].map(aRow)
  const namesBy = (sort?: 'person' | '-person') =>
    findLivePage(rows, sort ? { sort } : {}, AT).rows.map(({ personName }) => personName)
  t.strictSame(namesBy(), ['候选人10', '张伟', '王芳', '候选人2', '李娜'])
  // hòuxuǎnrén 2, 10, lǐ, wáng, zhāng
  t.strictSame(namesBy('person'), ['候选人2', '候选人10', '李娜', '王芳', '张伟'])
  t.strictSame(namesBy('-person'), ['张伟', '王芳', '李娜', '候选人10', '候选人2'])
})

t.test('a page beyond the last is the last, and nobody is one empty page', async (t) => {
  const rows = Array.from({ length: 5 }, (_, index) =>
    aRow({ name: `p${index}`, unit: 0, kind: 'none', received: 0, minutes: 0 }, index),
  )
  t.match(findLivePage(rows, { rows: 2, page: 9 }, AT), { page: 3, pageCount: 3, total: 5 })
  t.strictSame(findLivePage([], {}, AT), { total: 0, page: 1, pageCount: 0, rows: [] })
})
