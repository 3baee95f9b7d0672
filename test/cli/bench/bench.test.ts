import { execFile } from 'node:child_process'
import t from 'tap'

t.setTimeout(120_000)

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
  t.equal(figures.length, 16, 'two banks, with and without constraints, two steps, two units')
  for (const { name, value, unit, ratioTo } of figures) {
    t.type(name, 'string')
    t.ok(Number(value) > 0)
    t.equal(unit, ratioTo === '' ? 'ms' : 'ratio')
  }
  const large = figures.filter(({ name }) => String(name).includes('2000'))
  t.ok(large.every(({ name }) => String(name).includes('generated')))
})

t.test('a benchmark there is none of ends with 2 and the names there are', async (t) => {
  const { code, errors } = await bench('speed')
  t.equal(code, 2)
  t.match(errors, /There is no benchmark "speed", only: .*draw/)
})
