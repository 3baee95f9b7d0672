import { execFile } from 'node:child_process'
import { cp, glob, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { PresentedForm } from '../src/domain/assembly/presented-form.ts'

t.setTimeout(240_000)

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const RULES = join(ROOT, 'test/support/dependency-rules.mjs')
const DEPCRUISE = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')

interface Cruise {
  readonly modules: readonly {
    readonly source: string
    readonly dependencies: readonly unknown[]
  }[]
  readonly summary: {
    readonly violations: readonly {
      readonly from: string
      readonly to: string
      readonly rule: { readonly name: string }
    }[]
    readonly ruleSetUsed: { readonly forbidden: readonly { readonly name: string }[] }
  }
}

/** What dependency-cruiser makes of the folder `src` below a folder. */
async function cruise(folder: string): Promise<Cruise> {
  const command = [DEPCRUISE, '--config', RULES, '--output-type', 'json', 'src']
  const options = { cwd: folder, maxBuffer: 256 * 1024 * 1024 }
  const output = await promisify(execFile)(process.execPath, command, options).catch(
    // It ends with the number of violations; what it found is printed all the same.
    (error: { readonly stdout?: string }) => ({ stdout: error.stdout ?? '' }),
  )
  return JSON.parse(output.stdout)
}

/** One import a rule, each from a file of its own, that the rule must find. */
const BREACHES: Readonly<Record<string, readonly [from: string, imports: string]>> = {
  'domain-organization-imports-earlier-rooms': ['domain/organization/bad', '../bank/a.ts'],
  'domain-bank-imports-earlier-rooms': ['domain/bank/bad', '../measurement/a.ts'],
  'domain-measurement-imports-earlier-rooms': ['domain/measurement/bad', '../assembly/a.ts'],
  'domain-assembly-imports-earlier-rooms': ['domain/assembly/bad', '../scheduling/a.ts'],
  'domain-scheduling-imports-earlier-rooms': ['domain/scheduling/bad', '../delivery/a.ts'],
  'domain-delivery-imports-earlier-rooms': ['domain/delivery/bad', '../forensics/a.ts'],
  'domain-forensics-imports-earlier-rooms': ['domain/forensics/bad', '../review/a.ts'],
  'domain-review-imports-earlier-rooms': ['domain/review/bad', '../policy/a.ts'],
  'domain-policy-imports-earlier-rooms': ['domain/policy/bad', '../settlement/a.ts'],
  'domain-top-imports-no-room': ['domain/bad', './bank/a.ts'],
  'domain-has-known-rooms': ['workflows/bad-room', '../domain/another/a.ts'],
  'domain-is-pure': ['domain/bank/bad-pure', 'node:fs'],
  'store-is-below': ['store/bad', '../workflows/a.ts'],
  'workflows-know-no-caller': ['workflows/bad', '../http/a.ts'],
  'jobs-know-no-http': ['jobs/bad', 'fastify'],
  'http-writes-by-workflows': ['http/bad', '@mikro-orm/postgresql'],
  'http-reads-by-views': ['http/bad-read', '../store/entities/a.ts'],
  'parts-are-put-together-on-top': ['workflows/bad-top', '../app.ts'],
  'main-is-the-start': ['cli/bad', '../main.ts'],
  'server-runs-without-development-packages': ['workflows/bad-package', 'fast-check'],
  'pages-know-the-domain-only': ['web/shared/bad', '../../store/views/a.ts'],
  'pages-take-types-only': ['web/shared/bad-value', '../../domain/bank/a.ts'],
  'pages-run-in-browsers': ['web/shared/bad-node', 'node:path'],
  'candidate-pages-are-light': ['web/candidate/bad', '@mantine/core'],
  'pages-do-not-mix': ['web/console/bad', '../candidate/a.ts'],
  'shared-knows-no-pages': ['web/shared/bad-pages', '../console/a.ts'],
  'server-knows-no-pages': ['http/bad-page', '../web/shared/a.ts'],
  'load-is-made-by-the-real-journal': ['cli/bench/load-bad', '../../web/shared/a.ts'],
  'no-cycles': ['cli/bad-cycle', './bad-cycle.ts'],
  'no-orphans': ['cli/bad-orphan', ''],
  'everything-resolves': ['cli/bad-address', './nowhere.ts'],
  'no-tests-in-source': ['cli/bad-test', '../../test/a.ts'],
}

/** A little project in which every rule is broken once. */
async function breakEveryRule(folder: string): Promise<void> {
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), text)
  }
  for (const [from, imports] of Object.values(BREACHES)) {
    const bad = `src/${from}.ts`
    await write(
      bad,
      imports ? `import * as a from '${imports}'\nexport const b = a\n` : 'export {}\n',
    )
    const target = join(dirname(bad), imports)
    if (imports.endsWith('a.ts') || /(app|main)\.ts$/.test(imports)) {
      await write(target, 'export const a = 1\n')
    }
  }
  await cp(join(ROOT, 'package.json'), join(folder, 'package.json'))
  await cp(join(ROOT, 'tsconfig.json'), join(folder, 'tsconfig.json'))
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
}

async function textsOf(pattern: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for await (const file of glob(pattern, { cwd: ROOT })) {
    texts.set(file, await readFile(join(ROOT, file), 'utf8'))
  }
  return texts
}

t.test('dependency-cruiser reads every file and finds nothing', async (t) => {
  const { modules, summary } = await cruise(ROOT)
  const read = new Set(modules.map(({ source }) => source))
  const files = [...(await textsOf('src/**/*.{ts,tsx}')).keys()]
  t.ok(files.length > 100, `${files.length} files`)
  t.strictSame(
    files.filter((file) => !read.has(file)),
    [],
    'every file was read',
  )
  const imports = modules.reduce((sum, { dependencies }) => sum + dependencies.length, 0)
  t.ok(imports > 1000, `${imports} imports`)
  const found = summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`)
  t.strictSame(found, [])
})

t.test('a breach of any rule of structure is found', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'probity-rules-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  await breakEveryRule(folder)
  const { summary } = await cruise(folder)
  const names = summary.ruleSetUsed.forbidden.map(({ name }) => name)
  t.strictSame(names.toSorted(), Object.keys(BREACHES).toSorted(), 'every rule has its breach')
  const found = summary.violations.map(({ from, rule }) => `${rule.name} in ${from}`)
  for (const [name, [from]] of Object.entries(BREACHES)) {
    t.ok(found.includes(`${name} in src/${from}.ts`), name)
  }
})

/** What would make the domain's answers depend on anything but its arguments. */
const IMPURE: readonly (readonly [pattern: RegExp, example: string])[] = [
  [/\bMath\.random\b/, 'const a = Math.random()'],
  [/\bDate\.now\b/, 'const a = Date.now()'],
  [/\bnew Date\(\s*\)/, 'const a = new Date()'],
  [/\bperformance\.(now|timeOrigin)\b/, 'const a = performance.now()'],
  [/\bcrypto\.|\bgetRandomValues\b|\brandomUUID\b/, 'const a = crypto.randomUUID()'],
  [/\bprocess\.|\bglobalThis\b/, 'const a = process.env'],
  [/\bset(Timeout|Interval|Immediate)\b/, 'setTimeout(a, 1)'],
  [/\bconsole\.|\bfetch\(/, 'console.log(a)'],
  [/\blocaleCompare\(|\btoLocale\w*\(|\bIntl\./, 'a.localeCompare(b)'],
  [/from 'node:|import\(/, "import { a } from 'node:fs'"],
]

t.test('the domain takes time, chance and place as arguments', async (t) => {
  const files = await textsOf('src/domain/**/*.ts')
  t.ok(files.size > 60, `${files.size} files`)
  for (const [pattern, example] of IMPURE) {
    t.match(example, pattern, `${pattern} finds what it is for`)
    const impure = [...files].filter(([, text]) => pattern.test(withoutComments(text)))
    t.strictSame(
      impure.map(([file]) => file),
      [],
      `${pattern}`,
    )
  }
})

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}

t.test('nothing is exported by default, but where a tool asks for it', async (t) => {
  const files = await textsOf('src/**/*.{ts,tsx}')
  const byDefault = [...files].filter(([, text]) =>
    /^export (default|\{[^}]*\bas default\b)/m.test(text),
  )
  t.strictSame(
    byDefault.map(([file]) => file),
    ['src/web/vite.config.ts'],
  )
})

t.test('files are called by the words of the field', async (t) => {
  const strange = /(^|-)(session|grade|quiz|user|helper|util|manager|cheat)s?[-.]/
  const names = [...(await textsOf('src/**/*.{ts,tsx}')).keys()].map((file) =>
    file.split('/').at(-1),
  )
  t.match('user-helpers.ts', strange)
  t.strictSame(
    names.filter((name) => strange.test(name ?? '')),
    [],
  )
})

t.test('no test is left out, but for what a machine lacks', async (t) => {
  const files = await textsOf('test/**/*.test.ts')
  t.ok(files.size > 40, `${files.size} files`)
  const words = ['skip', 'todo', 'only']
  const any = `(${words.join('|')})`
  const leftOut = new RegExp(`\\bt\\.${any}\\(|\\b${any}: (true|['"\`])`)
  for (const word of words) {
    t.match(`t.${word}('a rule')`, leftOut)
    t.match(`{ ${word}: true }`, leftOut)
  }
  const found = [...files].filter(([, text]) => leftOut.test(text)).map(([file]) => file)
  t.strictSame(found, [])
})

t.test('the form a candidate sees has no place for keys, parameters or bank ids', async (t) => {
  const names = propertiesOf(PresentedForm)
  t.ok(names.includes('stem') && names.includes('options'), 'the schema was walked')
  const hidden = ['key', 'rationale', 'parameters', 'time', 'source', 'enemies', 'level', 'item']
  t.strictSame(
    names.filter((name) => hidden.includes(name)),
    [],
  )
})

/** Every property a schema allows, at any depth; an open one would allow more. */
function propertiesOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { properties, ...others } = schema as { readonly properties?: object }
  if (properties && !('additionalProperties' in others && others.additionalProperties === false)) {
    throw new Error(`open to other properties: ${Object.keys(properties)}`)
  }
  return [
    ...Object.keys(properties ?? {}),
    ...Object.values({ ...properties, ...others }).flatMap(propertiesOf),
  ]
}
