import t from 'tap'
import { indexOf } from '../../../src/domain/bank/bank-index.ts'
import { latestResponses } from '../../../src/domain/delivery/answers.ts'
import type { KeptEntry } from '../../../src/domain/delivery/journal.ts'
import { canonicalJson } from '../../../src/domain/digest.ts'
import { isCorrect } from '../../../src/domain/measurement/score-response.ts'
import {
  cohortOfAttempts,
  screenedAttempt,
} from '../../../src/domain/settlement/cohort-of-attempts.ts'
import type { SettlementInput } from '../../../src/domain/settlement/settle-attempt.ts'
import { BANK } from '../../journeys/fixtures/open-exam.ts'
import { aSitting, keptAt } from './sittings.ts'

const inputs = Array.from({ length: 12 }, (_, at) => aSitting(`cadre ${at + 1}`))
const about = { attemptId: 'a', groups: { unit: 'u' }, earlier: null }
const cohortOf = (sittings: readonly SettlementInput[]) =>
  cohortOfAttempts(
    BANK,
    sittings.map((input, at) =>
      screenedAttempt(input, {
        ...about,
        attemptId: `attempt ${at}`,
        groups: { unit: `u${at % 3}` },
      }),
    ),
  )

t.test('scores are those of the last answers; what was not reached is missing', async (t) => {
  const { scores, items, persons } = cohortOf(inputs)
  t.equal(persons.length, 12)
  for (const [person, { form, entries }] of inputs.entries()) {
    const responses = latestResponses(entries)
    const last = form.items.findLastIndex(({ item }) => responses.has(item))
    const expected = new Map(
      form.items.map(({ item }, at) => {
        const known = indexOf(BANK).items.get(item)
        const right = known && isCorrect(known, responses.get(item) ?? null) === true
        return [item, at > last ? -1 : right ? 1 : 0] as const
      }),
    )
    const own = items.map((item, column) => [item, scores[person * items.length + column]])
    t.same(
      own.filter(([, score]) => score !== -1).length,
      [...expected.values()].filter((score) => score !== -1).length,
    )
    for (const [item, score] of own) t.equal(score, expected.get(item as string) ?? -1)
  }
})

t.test('two persons chose the same option exactly where they gave the same answer', async (t) => {
  const { options, items } = cohortOf(inputs)
  const responses = inputs.map(({ entries }) => latestResponses(entries))
  let compared = 0
  for (const [column, id] of items.entries()) {
    const item = indexOf(BANK).items.get(id)
    if (!item || !options) throw new Error('the cohort has items of the bank, and options')
    for (let one = 0; one < inputs.length; one += 1) {
      for (let other = 0; other < one; other += 1) {
        const [left, right] = [one, other].map((at) => options.chosen[at * items.length + column])
        if (left === -1 || right === -1) continue
        compared += 1
        const [mine, yours] = [one, other].map((at) => responses[at]?.get(id) ?? null)
        const bothRight = isCorrect(item, mine ?? null) && isCorrect(item, yours ?? null)
        t.equal(left === right, bothRight || canonicalJson(mine) === canonicalJson(yours))
        t.equal(left === options.keys[column], isCorrect(item, mine ?? null) === true)
      }
    }
  }
  t.ok(compared > 100, `${compared} answers compared`)
})

t.test('times, places and changes are those of the journal', async (t) => {
  const [input] = inputs
  if (!input) throw new Error('there is a sitting')
  const { form, entries } = input
  const item = form.items[1]?.item ?? ''
  const known = indexOf(BANK).items.get(item)
  const first = entries.find((entry) => entry.kind === 'response' && entry.itemId === item)
  if (!known || first?.kind !== 'response') throw new Error('the second item was answered')
  const sequence = 1 + Math.max(...entries.map((entry) => entry.sequence))
  const clientMs = 1 + Math.max(...entries.map((entry) => entry.clientMs))
  const taken: KeptEntry = keptAt({
    ...{ sequence, entryId: crypto.randomUUID(), clientMs },
    ...{ kind: 'response', itemId: item, value: null },
  })
  const before = cohortOf([input])
  const after = cohortOf([{ ...input, entries: [...entries, taken] }])
  const column = after.items.indexOf(item)
  const change = after.changes?.at(-1)
  t.match(change, {
    person: 0,
    item: column,
    from: Number(isCorrect(known, first.value)),
    to: null,
  })
  t.equal(after.changes?.length, (before.changes?.length ?? 0) + 1)
  t.equal(after.options?.chosen[column], -1, 'an answer taken back is compared with nobody')
  const places = [...(before.places?.[0] ?? [])].filter((place) => place >= 0)
  t.same(
    places.toSorted((one, other) => one - other),
    places.map((_, at) => at),
  )
  const seconds = [...(before.times?.[0] ?? [])].filter((cell) => !Number.isNaN(cell))
  const length = (input.closedAt.getTime() - input.startedAt.getTime()) / 1000
  t.ok(seconds.length > 5 && seconds.every((one) => one > 0))
  t.ok(seconds.reduce((sum, one) => sum + one, 0) <= length)
})

t.test('an item that is not counted is in no comparison', async (t) => {
  const item = inputs[0]?.form.items[0]?.item ?? ''
  const amendments = [{ itemId: item, change: { kind: 'void' } as const }]
  const voided = cohortOf(inputs.map((input) => ({ ...input, amendments })))
  t.notOk(voided.items.includes(item))
  t.ok(cohortOf(inputs).items.includes(item))
  t.same(voided.groupings, [{ name: 'unit', groups: inputs.map((_, at) => `u${at % 3}`) }])
})
