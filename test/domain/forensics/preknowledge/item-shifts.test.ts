import t from 'tap'
import { itemShifts } from '../../../../src/domain/forensics/preknowledge/item-shifts.ts'
import { drawNormal } from '../../../../src/domain/measurement/simulation/draw-value.ts'
import { seededRandom } from '../../../../src/domain/random.ts'

const [PERSONS, ITEMS] = [400, 12]
const random = seededRandom('item shifts')
const drawn = () => Float32Array.from({ length: PERSONS * ITEMS }, () => drawNormal(random))
const signal = drawn()
const fast = drawn()
for (let person = 0; person < PERSONS; person += 1) fast[person * ITEMS] = Number.NaN
const order = {
  rows: Int32Array.from({ length: PERSONS }, (_, person) => person),
  folds: new Uint8Array(PERSONS),
  weights: [Float64Array.from({ length: ITEMS }, () => drawNormal(random))],
}

t.test('an item on which nobody has a time says nothing of speed', async (t) => {
  const shifts = itemShifts({ easy: signal, fast, signal }, order, ITEMS)
  const [first, ...others] = shifts
  t.equal(first?.fast, null)
  t.ok(Number.isFinite(first?.easy), 'but still of scores')
  t.ok(others.every((shift) => Number.isFinite(shift?.fast)))
})
