import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Blueprint } from '../../src/domain/assembly/blueprint.ts'
import { checkForm } from '../../src/domain/assembly/certify-form.ts'
import type { LinearForm } from '../../src/domain/assembly/form.ts'
import type { Bank } from '../../src/domain/bank/bank.ts'

t.setTimeout(240_000)

const PROBITY = new URL('../../src/cli/probity.ts', import.meta.url).pathname
const PROGRAMME = new URL('../../question-banks/grassroots/', import.meta.url).pathname
const BANK = join(PROGRAMME, 'bank.json')
const BLUEPRINT = join(PROGRAMME, 'blueprint-counter.json')
const read = <Shape>(path: string): Shape => JSON.parse(readFileSync(path, 'utf8')) as Shape

interface Ended {
  readonly code: number
  readonly output: string
  readonly errors: string
}

function assemble(...args: readonly string[]): Promise<Ended> {
  return probity('form', 'assemble', '--bank', BANK, ...args)
}

function probity(...words: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const limits = { maxBuffer: 64 * 1024 * 1024, timeout: 90_000 }
    execFile(process.execPath, [PROBITY, ...words], limits, (error, output, errors) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, output, errors })
    })
  })
}

interface Assembled {
  readonly forms: readonly Pick<LinearForm, 'items' | 'digest'>[]
  readonly certificates: readonly LinearForm['certificate'][]
  readonly solver: { readonly status: string; readonly gap: number; readonly seconds: number }
}

t.test('forms come with certificates that recompute; a seed gives them again', async (t) => {
  const args = ['--blueprint', BLUEPRINT, '--forms', '3', '--seed', 'spring']
  const [first, again] = await Promise.all([assemble(...args), assemble(...args)])
  t.equal(first.code, 0, first.errors)
  t.equal(first.errors, '', 'no progress where nobody watches')
  const { forms, certificates, solver } = JSON.parse(first.output) as Assembled
  t.equal(forms.length, 3)
  t.equal(solver.status, 'optimal')
  t.ok(solver.gap <= 0.01)
  forms.forEach((form, index) => {
    const certificate = certificates[index]
    if (!certificate) throw new Error('a form without a certificate')
    const findings = checkForm(
      { ...form, certificate },
      read<Bank>(BANK),
      read<Blueprint>(BLUEPRINT),
    )
    t.strictSame(findings, [])
  })
  t.strictSame((JSON.parse(again.output) as Assembled).forms, forms)
})

t.test('the blueprint with its forms can be written, drawn from and simulated', async (t) => {
  const folder = t.testdir({})
  const [limited, out] = [join(folder, 'limited.json'), join(folder, 'fixed.json')]
  const constraints = { overlapLimit: 0.5, exposureCap: 0.75 }
  writeFileSync(limited, JSON.stringify({ ...read<Blueprint>(BLUEPRINT), constraints }))
  const args = ['--blueprint', limited, '--forms', '4', '--seed', 'spring']
  const { code, output, errors } = await assemble(...args, '--blueprint-out', out)
  t.equal(code, 0, errors)
  const made = (JSON.parse(output) as Assembled).forms.map(({ items }) => sorted(items))
  const { delivery, ...blueprint } = read<Blueprint>(out)
  t.same(blueprint, read<Blueprint>(limited))
  if (delivery?.mode !== 'fixed-forms') throw new Error('a blueprint without its forms')
  t.same(
    delivery.forms.map(({ name, items }) => ({ name, items: items.toSorted() })),
    made.map((items, index) => ({ name: String(index + 1), items })),
  )

  const attempt = '00000000-0000-4000-8000-000000000001'
  const from = ['--bank', BANK, '--blueprint', out, '--secret', '00ff']
  const drawn = await probity('form', 'draw', ...from, '--attempt', attempt)
  t.equal(drawn.code, 0, drawn.errors)
  const form = JSON.parse(drawn.output) as LinearForm
  t.same(checkForm(form, read<Bank>(BANK), read<Blueprint>(out)), [])
  t.ok(made.some((items) => items.join() === sorted(form.items).join()))

  const simulated = await probity('form', 'simulate', ...from, '--draws', '200')
  t.equal(simulated.code, 0, simulated.errors)
  const counts = Map.groupBy(made.flat(), (id) => id)
  const most = Math.max(...[...counts.values()].map(({ length }) => length))
  t.match(JSON.parse(simulated.output), {
    draws: 200,
    equivalent: 200,
    exposure: { verdict: { limit: 0.75, value: most / 4, chance: 0, kept: true } },
    overlapVerdict: { limit: 0.5, chance: 0, kept: true },
  })
})

function sorted(items: LinearForm['items']): readonly string[] {
  return items.map(({ item }) => item).toSorted()
}

t.test('what cannot be is explained on standard output, exit code 3', async (t) => {
  const blueprint = read<Blueprint>(BLUEPRINT)
  const [cell] = blueprint.cells
  if (!cell) throw new Error('a blueprint without cells')
  const file = join(t.testdir({}), 'blueprint.json')
  writeFileSync(file, JSON.stringify({ ...blueprint, cells: [{ ...cell, itemCount: 12 }] }))
  const { code, output, errors } = await assemble('--blueprint', file, '--forms', '2')
  t.equal(code, 3)
  t.match(errors, /cannot all be met/)
  const { conflicts, repairs } = JSON.parse(output) as {
    readonly conflicts: readonly { readonly pointer: string }[]
    readonly repairs: readonly { readonly verified: boolean }[]
  }
  t.ok(conflicts.some(({ pointer }) => pointer === '/cells/0/itemCount'))
  t.equal(repairs.length, 2, 'fewer items, or more written')
  t.ok(repairs.every(({ verified }) => verified))
})

t.test('unusable options and documents end with code 2', async (t) => {
  const file = join(t.testdir({}), 'blueprint.json')
  writeFileSync(file, JSON.stringify({ ...read<Blueprint>(BLUEPRINT), passingLevel: 'none' }))
  const ends = await Promise.all([
    assemble('--blueprint', BLUEPRINT),
    assemble('--blueprint', BLUEPRINT, '--forms', '1.5'),
    assemble('--blueprint', BLUEPRINT, '--forms', '201', '--blueprint-out', file),
    assemble('--blueprint', BLUEPRINT, '--forms', '2', '--gap', '2'),
    assemble('--blueprint', BLUEPRINT, '--forms', '2', '--time-limit', 'long'),
    assemble('--forms', '2'),
    assemble('--blueprint', file, '--forms', '2'),
  ])
  for (const { code, output, errors } of ends) {
    t.equal(code, 2, errors)
    t.equal(output, '')
    t.not(errors, '')
  }
})
