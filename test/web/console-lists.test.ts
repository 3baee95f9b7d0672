import fc from 'fast-check'
import t from 'tap'
import type { Item } from '../../src/domain/bank/item.ts'
import type { Unit } from '../../src/domain/organization/unit.ts'
import { itemsFitting } from '../../src/web/console/bank/item-filter.ts'
import { firstSectionFor, sectionsFor } from '../../src/web/console/navigation.ts'
import {
  parseSorting,
  rowsShown,
  sortedBy,
  sortingText,
} from '../../src/web/console/parts/sorting.ts'
import { treeOf, withoutCovered } from '../../src/web/console/parts/unit-tree.ts'

t.test('the navigation shows what the grants open, and nothing else', async (t) => {
  const organizer = ['exams', 'banks', 'panels', 'policies', 'bulletins']
  t.same(sectionsFor([{ role: 'organizer' }]), organizer)
  t.same(sectionsFor([{ role: 'administrator' }, { role: 'auditor' }]), [
    'banks',
    'panels',
    'policies',
    'cases',
    'bulletins',
    'tasks',
    'people',
    'webhooks',
  ])
  t.equal(firstSectionFor([{ role: 'administrator' }]), 'people')
  t.equal(firstSectionFor([{ role: 'adviser' }]), 'bulletins')
  t.same(sectionsFor([{ role: 'candidate' }, { role: 'adviser' }]), ['bulletins', 'tasks'])
  t.equal(firstSectionFor([{ role: 'candidate' }]), null)
})

t.test('a sort order goes through the URL unchanged', async (t) => {
  t.same(parseSorting('-due'), { key: 'due', descending: true })
  t.same(parseSorting(sortingText({ key: 'due', descending: false })), {
    key: 'due',
    descending: false,
  })
})

t.test('nothing comes last, upwards and downwards', async (t) => {
  const rows = [{ v: 2 }, { v: null }, { v: 1 }]
  const sorted = (descending: boolean) =>
    sortedBy(rows, (row) => row.v, { descending, language: 'en' }).map((row) => row.v)
  t.same(sorted(false), [1, 2, null])
  t.same(sorted(true), [2, 1, null])
})

t.test(
  'of too many rows the first in the order asked for are drawn, whenever they came',
  async () => {
    const row = fc.record({ grade: fc.integer({ min: 0, max: 3 }), name: fc.string() })
    fc.assert(
      fc.property(fc.array(row), fc.nat({ max: 20 }), fc.boolean(), (rows, most, descending) => {
        const sortValueOf = ({ grade }: { readonly grade: number }): number => grade
        const shown = rowsShown(rows, { sortValueOf, descending, language: 'en', most })
        const hidden = rows.filter((one) => !shown.includes(one))
        const nearer = (one: number, other: number) => (descending ? one >= other : one <= other)
        return (
          shown.length === Math.min(most, rows.length) &&
          shown.every(({ grade }) => hidden.every((left) => nearer(grade, left.grade)))
        )
      }),
    )
  },
)

t.test('sorting keeps every row and the order of equals', async () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(1, 2, null), fc.nat())), (rows) => {
      const sorted = sortedBy(rows, ([value]) => value, { descending: false, language: 'en' })
      const equals = (value: number | null, of: typeof rows) =>
        of.filter(([own]) => own === value).map(([, id]) => id)
      return [1, 2, null].every(
        (value) => equals(value, sorted).join() === equals(value, rows).join(),
      )
    }),
  )
})

const unit = (id: string, parent: Unit | null): Unit => ({
  id,
  parentId: parent?.id ?? null,
  path: `${parent?.path ?? '/'}${id}/`,
  name: { 'zh-CN': id, en: id },
  personCount: 0,
})
const city = unit('city', null)
const county = unit('county', city)
const town = unit('town', county)

t.test('units form a tree; a branch without its parent stands on its own', async (t) => {
  t.equal(treeOf([city, county, town])[0]?.children[0]?.children[0]?.unit.id, 'town')
  t.same(
    treeOf([county, town]).map((node) => node.unit.id),
    ['county'],
  )
})

t.test('a chosen unit covers those below it', async (t) => {
  t.same(withoutCovered(['town', 'county'], [city, county, town]), ['county'])
  t.same(withoutCovered(['town'], [city, county, town]), ['town'])
})

t.test('items are found in both languages, by every part of a filter at once', async (t) => {
  const text = (zh: string, en: string) => ({ 'zh-CN': zh, en })
  const item: Item = {
    type: 'true-false',
    id: 'CC-001',
    competency: 'civil-code',
    level: 'know',
    posts: [],
    stem: text('未成年人', 'A minor'),
    rationale: text('因为', 'because'),
    source: {
      title: text('民法典', 'Civil Code'),
      provision: text('第十九条', 'Article 19'),
      checkedOn: '2026-11-22',
    },
    enemies: [],
    key: true,
  }
  const filter = { search: '', competency: '', level: '', type: '' }
  t.equal(itemsFitting([item], { ...filter, search: 'MINOR' }).length, 1)
  t.equal(itemsFitting([item], { ...filter, search: '第十九条', level: 'know' }).length, 1)
  t.equal(itemsFitting([item], { ...filter, search: 'minor', type: 'numeric' }).length, 0)
})
