#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { CommandEnd, EXIT, runCommand } from './run-command.ts'

/** A command: its words, what it takes, what it does. Modules load only when they are called. */
interface Command {
  readonly usage: string
  readonly options: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>
  readonly run: (
    values: Readonly<Record<string, string | boolean | undefined>>,
    positionals: readonly string[],
  ) => Promise<void>
}

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const

const COMMANDS: Readonly<Record<string, Command>> = {
  demo: {
    usage: 'demo [--check]                 the main job on a demonstration programme',
    options: { check: flag },
    run: async ({ check }) => (await import('./demo/demo.ts')).demo({ check: check === true }),
  },
  serve: {
    usage: 'serve [--processes N]          the API with its pages',
    options: { processes: text },
    run: async ({ processes }) =>
      (await import('./serve.ts')).serve({ processes: processes as string | undefined }),
  },
  worker: {
    usage: 'worker                         the job worker alone',
    options: {},
    run: async () => (await import('./serve.ts')).work(),
  },
  'bank check': {
    usage: 'bank check FILE... [--json]    validates item banks',
    options: { json: flag },
    run: async ({ json }, files) =>
      (await import('./bank-check.ts')).bankCheck({ files, json: json === true }),
  },
  'form assemble': {
    usage:
      'form assemble --bank B --blueprint P --forms N [--seed S] [--gap 0.01] [--time-limit 60]' +
      ' [--blueprint-out FILE]',
    options: {
      bank: text,
      blueprint: text,
      forms: text,
      seed: text,
      gap: text,
      'time-limit': text,
      'blueprint-out': text,
    },
    run: async (values) => (await import('./form-assemble.ts')).formAssemble(values),
  },
  'bank import': {
    usage:
      'bank import FILE [--format auto|xlsx|csv|gift|aiken|moodle-xml|qti|probity-json] --out BANK',
    options: { format: text, out: text, program: text, title: text, json: flag },
    run: async (values, files) => (await import('./bank-exchange.ts')).bankImport(files, values),
  },
  'bank export': {
    usage:
      'bank export BANK --format xlsx|csv|gift|aiken|moodle-xml|qti [--language en] --out FILE',
    options: { format: text, out: text, language: text, json: flag },
    run: async (values, files) => (await import('./bank-exchange.ts')).bankExport(files, values),
  },
  'bank template': {
    usage: 'bank template [--format xlsx|csv] [--language zh-CN|en] --out FILE',
    options: { format: text, language: text, out: text },
    run: async (values) => (await import('./bank-exchange.ts')).bankTemplate(values),
  },
  'form draw': {
    usage: 'form draw --bank B --blueprint P --secret HEX --attempt UUID [--responses R]',
    options: { bank: text, blueprint: text, secret: text, attempt: text, responses: text },
    run: async (values) => (await import('./form-commands.ts')).formDraw(values),
  },
  'form simulate': {
    usage: 'form simulate --bank B --blueprint P --draws N [--secret HEX]',
    options: { bank: text, blueprint: text, draws: text, secret: text },
    run: async (values) => (await import('./form-commands.ts')).formSimulate(values),
  },
  calibrate: {
    usage:
      'calibrate --responses R [--model rasch|1pl|2pl|3pl|grm|gpcm] [--anchors items.json]' +
      ' [--out items.json]',
    options: { responses: text, model: text, anchors: text, out: text, json: flag },
    run: async (values) => (await import('./calibrate.ts')).calibrateFiles(values),
  },
  score: {
    usage:
      'score --responses R --items items.json [--method eap|map|mle|wle] [--times T --rapid]' +
      ' [--scale 500,100[,LOW,HIGH]] [--cuts X,...] [--raw-table FILE [--equate-to items.json]]' +
      ' [--out scores.csv]',
    options: {
      responses: text,
      items: text,
      method: text,
      times: text,
      rapid: flag,
      scale: text,
      cuts: text,
      'raw-table': text,
      'equate-to': text,
      out: text,
      json: flag,
    },
    run: async (values) => (await import('./file-commands.ts')).score(values),
  },
  analyse: {
    usage:
      'analyse --responses R [--options O --key K] [--times T] [--groups G] [--cuts X,...]' +
      ' [--model MODEL] [--language zh-CN|en] --out DIR',
    options: {
      responses: text,
      options: text,
      key: text,
      times: text,
      groups: text,
      cuts: text,
      model: text,
      language: text,
      out: text,
      json: flag,
    },
    run: async (values) => (await import('./analyse.ts')).analyse(values),
  },
  screen: {
    usage:
      'screen --responses R [--options O --key K] [--times T] [--changes C] [--groups G]' +
      ' [--items items.json] [--suspect-items S.csv] [--earlier E.csv]' +
      ' [--retest T.csv] [--fdr 0.05] [--language zh-CN|en] --out DIR',
    options: {
      responses: text,
      options: text,
      key: text,
      times: text,
      changes: text,
      groups: text,
      items: text,
      'suspect-items': text,
      earlier: text,
      retest: text,
      fdr: text,
      language: text,
      out: text,
      json: flag,
    },
    run: async (values) => (await import('./file-commands.ts')).screen(values),
  },
  audit: {
    usage:
      'audit --responses R --cuts X,... [--items items.json] [--times T] [--reading W.csv]' +
      ' [--time-limit SECONDS]\n' +
      '  probity audit --bank B --blueprint P --cuts X,...',
    options: {
      responses: text,
      items: text,
      cuts: text,
      times: text,
      reading: text,
      'time-limit': text,
      bank: text,
      blueprint: text,
      json: flag,
    },
    run: async (values) => (await import('./audit.ts')).audit(values),
  },
  simulate: {
    usage: 'simulate --scenario FILE --seed S --out DIR',
    options: { scenario: text, seed: text, out: text },
    run: async (values) => (await import('./simulate.ts')).simulate(values),
  },
  'policy check': {
    usage: 'policy check FILE [--json]     checks a policy and runs its examples',
    options: { json: flag },
    run: async ({ json }, files) =>
      (await import('./policy-check.ts')).policyCheck({ files, json: json === true }),
  },
  'policy simulate': {
    usage: 'policy simulate FILE --results R.csv [--against FILE] [--json]',
    options: { results: text, against: text, json: flag },
    run: async ({ results, against, json }, files) =>
      (await import('./policy-simulate.ts')).policySimulate({
        files,
        results: results as string | undefined,
        against: against as string | undefined,
        json: json === true,
      }),
  },
  'policy explain': {
    usage: 'policy explain FILE --result R.json [--json]',
    options: { result: text, json: flag },
    run: async ({ result, json }, files) =>
      (await import('./policy-explain.ts')).policyExplain({
        files,
        result: result as string | undefined,
        json: json === true,
      }),
  },
  bench: {
    usage:
      'bench [NAME...] [--json]       the benchmarks; figures as medians and ratios\n' +
      '  probity bench load [--full] [--attempts N] [--starts N] [--every S] [--seconds S] [--json]',
    options: { json: flag, full: flag, attempts: text, starts: text, every: text, seconds: text },
    run: async ({ json, ...flags }, names) =>
      (await import('./bench/bench.ts')).bench(names, { ...flags, json: json === true }),
  },
  verify: {
    usage:
      'verify BUNDLE|PROOF|RECEIPT|CHECKPOINTS [--key F] [--checkpoint F]' +
      ' [--out DIR [--language zh-CN|en]]\n' +
      '                                 checks offline; with --out a report and CSV files of a bundle,\n' +
      '                                 the report as HTML and PDF',
    options: { json: flag, key: text, checkpoint: text, out: text, language: text },
    run: async (values, files) => (await import('./verify.ts')).verify(files, values),
  },
}

function usage(): string {
  const lines = Object.values(COMMANDS).map((command) => `  probity ${command.usage}`)
  return ['Probity: assessment and exam integrity', '', ...lines].join('\n')
}

async function main(): Promise<void> {
  const words = process.argv.slice(2)
  if (words.length === 0 || words.includes('--help') || words[0] === 'help') {
    process.stdout.write(`${usage()}\n`)
    return
  }
  const name = [words.slice(0, 2).join(' '), words[0] ?? ''].find((one) =>
    Object.hasOwn(COMMANDS, one),
  )
  const command = name === undefined ? undefined : COMMANDS[name]
  if (!command || name === undefined) {
    throw new CommandEnd(EXIT.unusable, `There is no command "${words[0]}".\n\n${usage()}`)
  }
  const args = words.slice(name.split(' ').length)
  const { values, positionals } = parse(command, args)
  await command.run(values, positionals)
}

function parse(command: Command, args: string[]) {
  try {
    const given = joinNegative(args)
    return parseArgs({
      args: given,
      options: command.options,
      // A command that reads no positionals would drop what it was given without a word.
      allowPositionals: command.run.length > 1,
      strict: true,
    })
  } catch (error) {
    const reason = (error as Error).message
    throw new CommandEnd(EXIT.unusable, `${reason}\nusage: probity ${command.usage}`)
  }
}

/** `--cuts -0.8,0` as `--cuts=-0.8,0`: a negative number is a value, not an option. */
function joinNegative(args: readonly string[]): string[] {
  const joined: string[] = []
  for (const arg of args) {
    const last = joined.at(-1)
    const isValue = /^-[\d.]/.test(arg) && last?.startsWith('--') && !last.includes('=')
    if (isValue) joined[joined.length - 1] = `${last}=${arg}`
    else joined.push(arg)
  }
  return joined
}

await runCommand(main)
