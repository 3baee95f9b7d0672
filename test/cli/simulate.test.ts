import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { filesOf, probity } from '../support/run-probity.ts'

t.setTimeout(240_000)

const SCENARIO = {
  persons: 300,
  model: '2pl',
  items: { count: 20 },
  options: { count: 4 },
  times: { correlation: 0.3 },
  missing: { share: 0.02 },
  changes: { share: 0.05 },
  drift: [{ item: 'I03', size: -0.5 }],
  dif: [{ item: 'I04', group: 'all', size: 0.4 }],
  planted: [
    { kind: 'rapid-guessing', persons: 0.05, items: 0.5 },
    { kind: 'copying-pairs', pairs: 2, items: 0.5 },
  ],
}

function contents(folder: string): Record<string, string> {
  const names = readdirSync(folder).sort()
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

function table(text: string | undefined): string[][] {
  const lines = (text ?? '').trimEnd().split('\r\n')
  return lines.map((line) => line.split(','))
}

t.test('simulate writes what the other commands read, the same for the same seed', async (t) => {
  const { 'scenario.json': scenario = '' } = filesOf(t, { 'scenario.json': SCENARIO })
  const [one, again, other] = ['one', 'again', 'other'].map((name) => join(t.testdirName, name))
  const run = (seed: string, out = '') =>
    probity('simulate', '--scenario', scenario, '--seed', seed, '--out', out)
  const [first] = await Promise.all([run('7', one), run('7', again), run('8', other)])
  t.equal(first.code, 0, first.errors)
  const summary = JSON.parse(first.output)
  const files = contents(one ?? '')
  t.strictSame([...summary.files].sort(), Object.keys(files))
  t.match(summary, { persons: 300, items: 20, seed: '7' })
  t.strictSame(contents(again ?? ''), files)
  t.not(contents(other ?? '')['responses.csv'], files['responses.csv'])

  const key = new Map(table(files['key.csv']).map(([item, letter]) => [item, letter]))
  const [header = [], ...rows] = table(files['responses.csv'])
  const options = table(files['options.csv']).slice(1)
  t.equal(rows.length, 300)
  for (const [person, row] of rows.entries()) {
    for (const [place, cell] of row.entries()) {
      if (place === 0 || cell === '') continue
      t.equal(options[person]?.[place] === key.get(header[place]), cell === '1')
    }
  }
  const truth = table(files['truth.csv']).slice(1)
  const ofKind = (kind: string) => truth.filter((row) => row[2] === kind)
  t.equal(ofKind('ability').length, 300)
  t.equal(ofKind('speed').length, 300)
  t.strictSame(ofKind('drift'), [['', 'I03', 'drift', '', '-0.5']])
  t.strictSame(ofKind('dif'), [['', 'I04', 'dif', 'all', '0.4']])
  t.equal(new Set(ofKind('rapid-guessing').map(([person]) => person)).size, 15)
  t.ok(ofKind('copying-pairs').every((row) => /^P\d+$/.test(row[3] ?? '')))

  const file = (name: string) => join(one ?? '', name)
  const out = (name: string) => join(t.testdirName, name)
  const [score, screen, calibrate] = await Promise.all([
    probity(
      'score',
      ...['--responses', file('responses.csv'), '--items', file('items.json')],
      ...['--out', out('scores.csv')],
    ),
    probity(
      'screen',
      ...['--responses', file('responses.csv'), '--times', file('times.csv')],
      ...['--out', out('screen')],
    ),
    probity(
      'calibrate',
      ...['--responses', file('responses.csv'), '--model', '2pl', '--out', out('items.json')],
    ),
  ])
  t.equal(score.code, 0, score.errors)
  t.match(JSON.parse(score.output), { n: 300, items: 20 })
  t.equal(screen.code, 0, screen.errors)
  t.match(JSON.parse(screen.output), { persons: 300, items: 20 })
  t.equal(calibrate.code, 0, calibrate.errors)
  const names = JSON.parse(files['items.json'] ?? '{}').items.map(
    (item: { item: string }) => item.item,
  )
  const calibrated = JSON.parse(readFileSync(out('items.json'), 'utf8'))
  t.strictSame(
    calibrated.items.map((item: { item: string }) => item.item),
    names,
  )
})

t.test('an unsound scenario or a missing option ends with 2 and names the place', async (t) => {
  const files = filesOf(t, {
    'bad.json': { ...SCENARIO, persons: 0, planted: [{ kind: 'look-up', persons: 1 }] },
    'sound.json': SCENARIO,
    'broken.json': '{',
  })
  const run = (name: string, ...args: readonly string[]) =>
    probity('simulate', '--scenario', files[name] ?? '', ...args, '--out', join(t.testdirName, 'o'))
  const [bad, seedless, broken, nothing] = await Promise.all([
    run('bad.json', '--seed', '1'),
    run('sound.json'),
    run('broken.json', '--seed', '1'),
    probity('simulate', '--seed', '1'),
  ])
  for (const { code, output } of [bad, seedless, broken, nothing]) {
    t.equal(code, 2)
    t.equal(output, '')
  }
  t.match(bad.errors, /\/persons: must be a whole number at least 1/)
  t.match(bad.errors, /\/planted\/0\/items: is missing/)
  t.match(seedless.errors, /--seed is missing/)
  t.match(nothing.errors, /--scenario names the file/)
})
