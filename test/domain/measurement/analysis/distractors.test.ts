import t from 'tap'
import { analyseDistractors } from '../../../../src/domain/measurement/analysis/distractors.ts'
import { seededRandom } from '../../../../src/domain/random.ts'
import { drawThetas, simulateResponses, spreadItems } from './simulated-responses.ts'

const ITEMS = spreadItems(30)
const NAMES = ITEMS.map((_, at) => `I${at + 1}`)

/** Options by ability: the key where right, else one of three; scored by keys that may be wrong. */
function exam(seed: string, persons: number, wrong: ReadonlySet<number>) {
  const thetas = drawThetas(persons, seed)
  const right = simulateResponses({ seed, thetas, items: ITEMS })
  const random = seededRandom(seed, 'options')
  const options = right.map((row) =>
    Array.from(row, (value) =>
      value === 1 ? 'A' : (['B', 'C', 'D'][Math.floor(3 * random())] ?? 'B'),
    ),
  )
  const keys = NAMES.map((_, at) => (wrong.has(at) ? 'B' : 'A'))
  const rows = options.map((row) =>
    Float64Array.from(row, (option, at) => (option === keys[at] ? 1 : 0)),
  )
  return { table: { items: NAMES, rows }, options, keys }
}

t.test('wrong keys are found, right ones are not suspected', async (t) => {
  let [hits, planted, alarms, sound] = [0, 0, 0, 0]
  for (let run = 0; run < 20; run += 1) {
    const wrong = new Set([run % 30, (run + 11) % 30])
    for (const [at, { findings }] of analyseDistractors(
      exam(`keys ${run}`, 300, wrong),
    ).entries()) {
      const isSuspected = findings.some(({ code }) => code === 'key-suspected')
      if (wrong.has(at)) {
        planted += 1
        if (isSuspected) hits += 1
      } else {
        sound += 1
        if (isSuspected) alarms += 1
      }
    }
  }
  t.comment(`${hits} of ${planted} wrong keys, ${alarms} of ${sound} right ones`)
  t.ok(hits >= 0.95 * planted)
  t.ok(alarms <= 0.01 * sound)
})

t.test('the suspicion names the option, the share and the key', async (t) => {
  const [found] = analyseDistractors(exam('words', 400, new Set([0])))
  const finding = found?.findings.find(({ code }) => code === 'key-suspected')
  t.match(
    finding?.message.en,
    /^I1: option A was chosen by \d+ %, above all by strong candidates: check whether the key B is right\.$/,
  )
  t.match(finding?.message['zh-CN'], /选项 A 有 \d+ % 的人选，且多为高分者；请核对答案 B 是否正确/)
})

t.test('shares sum to 1 at every point of the curves and in every fifth', async (t) => {
  for (const { options, curvePoints } of analyseDistractors(exam('sums', 200, new Set()))) {
    curvePoints.forEach((_, at) => {
      const sum = options.reduce((total, { curve }) => total + (curve[at] ?? 0), 0)
      t.ok(Math.abs(sum - 1) < 1e-9)
    })
    for (let fifth = 0; fifth < 5; fifth += 1) {
      const sum = options.reduce((total, { fifths }) => total + (fifths[fifth] ?? 0), 0)
      t.ok(Math.abs(sum - 1) < 1e-9)
    }
  }
})

t.test('idle distractors, keys nobody chose and scores against the key are told', async (t) => {
  const given = exam('odd', 200, new Set())
  const options = given.options.map((row) => row.map((option) => (option === 'D' ? 'C' : option)))
  options[0] = options[0]?.map(() => 'D') ?? []
  const keys = given.keys.map((key, at) => (at === 1 ? 'E' : key))
  const found = analyseDistractors({ table: given.table, options, keys })
  const codes = (at: number) => found[at]?.findings.map(({ code }) => code) ?? []
  t.ok(codes(0).includes('idle-distractor'))
  t.ok(codes(1).includes('key-never-chosen'))
  t.ok(codes(1).includes('scored-otherwise'))
})

t.test('below thirty persons nothing is said', async (t) => {
  const found = analyseDistractors(exam('few', 29, new Set([0])))
  t.ok(found.every(({ findings }) => findings.length === 0))
})
