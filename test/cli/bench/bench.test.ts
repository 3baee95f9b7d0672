import { execFile } from 'node:child_process'
import t from 'tap'

t.setTimeout(240_000)

const PROBITY = new URL('../../../src/cli/probity.ts', import.meta.url).pathname

function bench(...args: readonly string[]) {
  return new Promise<{ code: number; output: string; errors: string }>((resolve) => {
    execFile(process.execPath, [PROBITY, 'bench', ...args], (error, output, errors) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, output, errors })
    })
  })
}

t.test('bench draw prints figures others can read, each with its ratio', async (t) => {
  const { code, output } = await bench('draw', '--json')
  t.equal(code, 0)
  const { figures } = JSON.parse(output) as { figures: Record<string, unknown>[] }
  t.equal(figures.length, 30, 'two banks, three kinds: two steps in two units, and the slowest')
  for (const { name, value, unit, ratioTo } of figures) {
    t.type(name, 'string')
    t.ok(Number(value) > 0)
    t.equal(unit, ratioTo === '' ? 'ms' : 'ratio')
  }
  const large = figures.filter(({ name }) => String(name).includes('2000'))
  t.ok(large.every(({ name }) => String(name).includes('generated')))
})

t.test(
  'bench assembly tells the time of each search and how near to the best it came',
  async (t) => {
    const { code, output, errors } = await bench('assembly', '--json')
    t.equal(code, 0, errors)
    const { figures } = JSON.parse(output) as {
      figures: { name: string; value: number; unit: string; ratioTo: string }[]
    }
    const named = (unit: string) => figures.filter((figure) => figure.unit === unit)
    const searches = named('ms').map(({ name }) => name)
    t.equal(searches.length, 4)
    t.ok(named('ms').every(({ value, ratioTo }) => value > 0 && ratioTo === ''))
    t.strictSame(
      named('ratio').map(({ name }) => name),
      searches,
    )
    t.ok(named('ratio').every(({ value, ratioTo }) => value > 0 && ratioTo !== ''))
    t.strictSame(
      named('share').map(({ name }) => name),
      searches.map((name) => `objective gap: ${name}`),
    )
    // The search goes on until it is proven to be within a hundredth of the target.
    t.ok(named('share').every(({ value }) => value >= 0 && value <= 0.01))
  },
)

t.test('a benchmark there is none of ends with 2 and the names there are', async (t) => {
  const { code, errors } = await bench('speed')
  t.equal(code, 2)
  t.match(errors, /There is no benchmark "speed", only: .*draw/)
})
