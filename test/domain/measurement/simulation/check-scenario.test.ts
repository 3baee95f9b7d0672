import fc from 'fast-check'
import t from 'tap'
import { checkScenario } from '../../../../src/domain/measurement/simulation/check-scenario.ts'
import { simulateCohort } from '../../../../src/domain/measurement/simulation/simulate-cohort.ts'

const SOUND = { persons: 50, model: '2pl', items: { count: 10 } }

function pointers(document: unknown): string[] {
  return checkScenario(document).findings.map(({ pointer }) => pointer)
}

t.test('a sound scenario has no findings', async (t) => {
  t.strictSame(checkScenario(SOUND), { scenario: SOUND, findings: [] })
})

t.test('the place of each fault is told, and what should stand there', async (t) => {
  const graded = { ...SOUND, model: 'grm' }
  const cases: readonly (readonly [unknown, readonly string[]])[] = [
    [5, ['']],
    [{}, ['/persons', '/model', '/items']],
    [{ ...SOUND, persons: 0.5 }, ['/persons']],
    [{ ...SOUND, model: '4pl' }, ['/model']],
    [{ ...SOUND, items: 3 }, ['/items']],
    [{ ...SOUND, items: [] }, ['/items']],
    [{ ...SOUND, colour: 1 }, ['/colour']],
    [{ ...SOUND, items: { count: 3, a: { kind: 'normal', mean: 1 } } }, ['/items/a/sd']],
    [{ ...SOUND, items: { count: 3, a: { kind: 'gamma' } } }, ['/items/a/kind']],
    [{ ...SOUND, items: { count: 3, b: { kind: 'uniform', min: 1, max: 0 } } }, ['/items/b']],
    [{ ...SOUND, items: { count: 3, a: -1 } }, ['/items/a']],
    [{ ...SOUND, items: { count: 3, c: 0.2 } }, ['/items/c']],
    [
      { ...SOUND, model: '1pl', items: { count: 3, a: { kind: 'normal', mean: 1, sd: 1 } } },
      ['/items/a'],
    ],
    [{ ...SOUND, items: [{ item: 'x', a: 0, b: 1 }] }, ['/items/0/a']],
    [{ ...SOUND, items: [{ item: 'x', a: 1 }] }, ['/items/0/b']],
    [{ ...SOUND, items: [{ item: 'person', a: 1, b: 0 }] }, ['/items/0/item']],
    [{ ...SOUND, items: [{ item: 'x,y', a: 1, b: 0 }] }, ['/items/0/item']],
    [{ ...SOUND, items: ['x', 'x'].map((item) => ({ item, a: 1, b: 0 })) }, ['/items/1/item']],
    [{ ...SOUND, items: [{ item: 'x', a: 1, steps: [0, 1] }] }, ['/items/0/steps']],
    [{ ...graded, items: [{ item: 'x', a: 1, steps: [1, 0] }] }, ['/items/0/steps']],
    [{ ...graded, options: { count: 4 } }, ['/options']],
    [{ ...SOUND, forms: { itemsPerPerson: 11 } }, ['/forms/itemsPerPerson']],
    [{ ...SOUND, missing: { timeLimitSeconds: 60 } }, ['/missing/timeLimitSeconds']],
    [{ ...SOUND, changes: { share: 0.1 } }, ['/changes']],
    [{ ...SOUND, dif: [{ item: 'I11', group: 'A', size: 1 }] }, ['/dif/0/group', '/dif/0/item']],
    [{ ...SOUND, drift: [{ item: 'I11', size: 1 }] }, ['/drift/0/item']],
    [
      { ...SOUND, ability: { groups: [{ group: 'A', share: 0.5, mean: 0, sd: 1 }] } },
      ['/ability/groups'],
    ],
    [{ ...SOUND, planted: [{ kind: 'cheating' }] }, ['/planted/0/kind']],
    [{ ...SOUND, planted: [{ kind: 'look-up', persons: 2, items: 0.1 }] }, ['/planted/0/persons']],
    [
      { ...SOUND, planted: [{ kind: 'preknowledge', persons: 0.1, items: ['I01', 'X'] }] },
      ['/planted/0/items/1'],
    ],
    [
      { ...SOUND, planted: [{ kind: 'copying-pairs', pairs: 26, items: 0.5 }] },
      ['/planted/0/pairs'],
    ],
    [
      { ...SOUND, planted: [{ kind: 'tampered-answers', persons: 0.1, items: 0.5 }] },
      ['/planted/0/kind'],
    ],
  ]
  for (const [document, expected] of cases) {
    t.strictSame(pointers(document), expected, JSON.stringify(document))
    const { scenario, findings } = checkScenario(document)
    t.equal(scenario, null)
    t.ok(
      findings.every(
        ({ message }) => message.en !== '' && /\p{Script=Han}/u.test(message['zh-CN']),
      ),
    )
  }
})

const share = fc.double({ min: 0.01, max: 1, noNaN: true })
const plant = fc.oneof(
  fc.record({ kind: fc.constant('rapid-guessing'), persons: share, items: share }),
  fc.record({
    kind: fc.constant('copying-pairs'),
    pairs: fc.integer({ min: 1, max: 3 }),
    items: share,
  }),
  fc.record({ kind: fc.constant('preknowledge'), persons: share, items: share }),
  fc.record({ kind: fc.constant('look-up'), persons: share, items: share }),
  fc.record({ kind: fc.constant('tampered-answers'), persons: share, items: share }),
)

t.test('what is found sound can be simulated, and no number in it is none', async () => {
  fc.assert(
    fc.property(
      fc.record({
        persons: fc.integer({ min: 6, max: 30 }),
        model: fc.constantFrom('rasch', '1pl', '2pl', '3pl', 'grm', 'gpcm'),
        items: fc.record({ count: fc.integer({ min: 1, max: 8 }) }),
        times: fc.constant({}),
        missing: fc.record({ share: fc.double({ min: 0, max: 0.9, noNaN: true }) }),
        changes: fc.record({ share }),
        planted: fc.array(plant, { maxLength: 4 }),
      }),
      (document) => {
        const { scenario } = checkScenario(document)
        if (!scenario) return false
        const { scores, times, items, persons } = simulateCohort(scenario, 'any')
        const most = (cell: number) => items[cell % items.length]?.steps?.length ?? 1
        return (
          scores.every((score, cell) => score >= -1 && score <= most(cell)) &&
          times?.every((seconds, cell) => (scores[cell] === -1) === Number.isNaN(seconds)) ===
            true &&
          persons.theta.every(Number.isFinite) &&
          items.every(({ a, b }) => Number.isFinite(a) && Number.isFinite(b))
        )
      },
    ),
    { numRuns: 200 },
  )
})
