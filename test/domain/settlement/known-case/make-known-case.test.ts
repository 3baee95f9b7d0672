import { readFileSync } from 'node:fs'
import t from 'tap'
import { Value } from 'typebox/value'
import { prepareAdaptive } from '../../../../src/domain/assembly/adaptive/adaptive-run.ts'
import { replayCourse } from '../../../../src/domain/assembly/adaptive/replay-form.ts'
import type { Blueprint } from '../../../../src/domain/assembly/blueprint.ts'
import { prepareDraw } from '../../../../src/domain/assembly/draw-form.ts'
import { isAdaptive } from '../../../../src/domain/assembly/form.ts'
import type { Bank } from '../../../../src/domain/bank/bank.ts'
import { latestResponses, toBankEntries } from '../../../../src/domain/delivery/answers.ts'
import { JournalEntry } from '../../../../src/domain/delivery/journal.ts'
import { sha256Hex } from '../../../../src/domain/digest.ts'
import {
  adaptiveCourse,
  fixedCourse,
  type KnownCourse,
} from '../../../../src/domain/settlement/known-case/known-course.ts'
import {
  SCENARIOS,
  type Scenario,
  scenarioOf,
} from '../../../../src/domain/settlement/known-case/known-scenarios.ts'
import {
  type KnownCase,
  makeKnownCase,
} from '../../../../src/domain/settlement/known-case/make-known-case.ts'

const folder = new URL('../../../../question-banks/grassroots/', import.meta.url)
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
const bank: Bank = read('bank.json')
const blueprint: Blueprint = read('blueprint.json')
const draw = prepareDraw(bank, blueprint)
const startedAt = new Date('2026-03-02T01:00:00.000Z')
const { timeLimitSeconds, levels, passingLevel } = blueprint

const content = { bank, calibration: null }

function known(name: string, scenario?: Scenario): KnownCase {
  const form = draw.draw(sha256Hex(name))
  return knownOn(name, () => fixedCourse(form, content), scenario)
}

const FEWEST = 12
const delivery = { mode: 'adaptive', fewestItems: FEWEST, standardError: 0.45, randomesque: 4 }
const prepared = prepareAdaptive(bank, { ...blueprint, delivery } as Blueprint)

function knownAdaptive(name: string, scenario?: Scenario): KnownCase {
  const drawing = { ...content, seed: sha256Hex(name), fewestItems: FEWEST }
  return knownOn(name, () => adaptiveCourse(prepared, drawing), scenario)
}

function knownOn(name: string, beginCourse: () => KnownCourse, scenario?: Scenario): KnownCase {
  const toldAt = new Date(startedAt.getTime() + timeLimitSeconds * 1000)
  const rules = { timeLimitSeconds, levels, passingLevel, toldAt }
  return makeKnownCase({
    ...{ ...content, ...rules, seed: sha256Hex(name), beginCourse, amendments: [], startedAt },
    ...(scenario ? { scenario } : {}),
  })
}

const PER_SCENARIO = 25
const NAMES = Object.keys(SCENARIOS) as Scenario[]
const made = new Map(
  NAMES.map((name) => [
    name,
    Array.from({ length: PER_SCENARIO }, (_, index) => known(`${name} ${index}`, name)),
  ]),
)

t.test('equal seeds give equal cases, others give others', async (t) => {
  t.same(known('one'), known('one'))
  t.not(JSON.stringify(known('one').entries), JSON.stringify(known('two').entries))
})

t.test('a journal is one a page could have sent: whole, in order, within its time', async (t) => {
  for (const [name, cases] of made) {
    for (const { entries, closedAt } of cases.slice(0, 8)) {
      t.same(
        entries.map(({ sequence }) => sequence),
        entries.map((_, index) => index + 1),
        name,
      )
      const times = entries.map(({ receivedAt }) => Date.parse(receivedAt))
      t.ok(times.every((time) => time >= +startedAt && time <= +closedAt))
      t.ok(+closedAt <= +startedAt + timeLimitSeconds * 1000)
      t.ok(entries.every(({ receivedAt: _, ...entry }) => Value.Check(JournalEntry, entry)))
    }
  }
})

/** Share of answers that are right, and seconds away in all. */
function seen({ entries }: KnownCase) {
  const hidden = entries.flatMap((entry, index) => {
    const next = entries[index + 1]
    const isAway = entry.kind === 'behavior' && entry.behavior === 'page-hidden'
    return isAway && next ? [(next.clientMs - entry.clientMs) / 1000] : []
  })
  return { absences: hidden.length, away: hidden.reduce((sum, seconds) => sum + seconds, 0) }
}
const meanOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length
const ofScenario = (name: Scenario) => made.get(name) ?? []

t.test('each scenario plants what it says', async (t) => {
  for (const one of ofScenario('plain')) t.equal(seen(one).absences, 0)
  for (const one of ofScenario('phone-call')) {
    t.match(seen(one), { absences: 1 })
    t.ok(seen(one).away >= 180 && seen(one).away <= 480)
  }
  const itemCount = draw.draw('x').items.length
  const lookedUp = meanOf(ofScenario('looked-up').map((one) => seen(one).absences / itemCount))
  t.ok(Math.abs(lookedUp - 0.4) < 0.05, `${lookedUp} of items looked up`)
  const offline = ofScenario('slow-network').map(({ entries }) =>
    entries.filter((entry) => entry.kind === 'behavior' && entry.behavior === 'went-offline'),
  )
  t.ok(offline.every((gaps) => gaps.length > 0))
  for (const { entries } of ofScenario('somebody-else')) {
    const loads = entries.filter(
      (entry) => entry.kind === 'behavior' && entry.behavior === 'page-loaded',
    )
    t.equal(new Set(loads.map(({ claim }) => claim)).size, 2)
  }
})

t.test('flags do not tell the truth: clean ones are flagged, planted ones are not', async (t) => {
  const flagged = (truth: string) =>
    NAMES.filter((name) => SCENARIOS[name] === truth)
      .flatMap(ofScenario)
      .map(({ flags }) => flags.length > 0)
  for (const truth of ['clean', 'misconduct']) {
    const share = meanOf(flagged(truth).map(Number))
    t.ok(share > 0.2 && share < 0.8, `${truth}: ${share} flagged`)
  }
})

t.test('half are clean, and some of each kind have something to say', async (t) => {
  const chances = Array.from({ length: 800 }, (_, index) => (index + 0.5) / 800)
  const drawn = chances.map(scenarioOf)
  t.equal(drawn.filter((name) => SCENARIOS[name] === 'clean').length, 400)
  t.same(new Set(drawn), new Set(NAMES))
  for (const name of ['phone-call', 'looked-up', 'foreknown'] as const) {
    const saying = ofScenario(name).filter(({ statements }) => statements.length > 0).length
    t.ok(saying > 2 && saying < 20, `${name}: ${saying} of ${PER_SCENARIO}`)
  }
})

t.test('an adaptive one gets the items that its answers lead to', async (t) => {
  t.same(knownAdaptive('one'), knownAdaptive('one'))
  for (const name of NAMES) {
    for (let index = 0; index < 6; index += 1) {
      const told = `${name} ${index}`
      const { form, entries, closedAt } = knownAdaptive(told, name)
      if (!isAdaptive(form)) throw new Error('the form is adaptive')
      const { items: left, ended } = form.certificate
      const responses = latestResponses(toBankEntries(entries, form, bank))
      const again = replayCourse(prepared, sha256Hex(told), { items: form.items, left, responses })
      t.same(again?.form(), form, 'as an attempt with these answers is checked')
      t.equal(responses.size, left, 'each item put away is answered')
      t.ok(left <= prepared.mostItems)
      t.ok(+closedAt <= +startedAt + timeLimitSeconds * 1000)
      if (ended === null) t.ok(+closedAt >= +startedAt + timeLimitSeconds * 950, 'time ran out')
      else t.ok(left >= FEWEST)
      const shown = entries.flatMap((entry) =>
        entry.kind === 'behavior' && entry.behavior === 'item-shown' ? [entry.itemId] : [],
      )
      t.same(
        shown,
        form.items.map((_, position) => `q${position + 1}`),
        'each when it is given',
      )
    }
  }
})

t.test('in an adaptive one too somebody else is there from halfway', async (t) => {
  for (let index = 0; index < 8; index += 1) {
    const { entries } = knownAdaptive(`else ${index}`, 'somebody-else')
    const loads = entries.filter(
      (entry) => entry.kind === 'behavior' && entry.behavior === 'page-loaded',
    )
    t.equal(loads.length, 2)
    const before = entries.filter(
      (entry) => entry.kind === 'response' && entry.sequence < (loads[1]?.sequence ?? Number.NaN),
    )
    t.equal(before.length, FEWEST / 2)
  }
})
