import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { importProgressLine } from '../../src/cli/import-progress-line.ts'
import { checkBank } from '../../src/domain/bank/check-bank.ts'
import { aBank } from '../support/builders.ts'

t.setTimeout(240_000)

const PROBITY = new URL('../../src/cli/probity.ts', import.meta.url).pathname

function probity(...args: readonly string[]) {
  return new Promise<{ code: number; output: string; errors: string }>((resolve) => {
    execFile(process.execPath, [PROBITY, ...args], { timeout: 60_000 }, (error, output, errors) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, output, errors })
    })
  })
}

t.test('import finds the format, tells what was left out and writes a sound bank', async (t) => {
  const folder = t.testdir({ 'q.txt': '题一\nA. 甲\nB. 乙\n答案：B\n\n题二\nA. 甲\n答案：C\n' })
  const out = join(folder, 'bank.json')
  const args = ['--out', out, '--program', 'village', '--title', '村务']
  const { code, output, errors } = await probity('bank', 'import', join(folder, 'q.txt'), ...args)
  t.equal(code, 0, errors)
  t.match(JSON.parse(output), { imported: 1, skipped: 1, lossy: 0 })
  t.match(errors, /error\s+q\.txt, row 8/)
  const { bank } = checkBank(JSON.parse(readFileSync(out, 'utf8')))
  t.match(bank, { program: 'village', title: { 'zh-CN': '村务' }, items: [{ key: 'B' }] })
  t.strictSame(readdirSync(folder).sort(), ['bank.json', 'q.txt'], 'no temporary file is left')
})

t.test('where no item is sound nothing is written and the exit code is 2', async (t) => {
  const folder = t.testdir({ 'q.txt': '题二\nA. 甲\n答案：C\n', 'x.bin': 'what is this' })
  const out = join(folder, 'bank.json')
  const bad = await probity('bank', 'import', join(folder, 'q.txt'), '--out', out)
  const unknown = await probity('bank', 'import', join(folder, 'x.bin'), '--out', out)
  t.strictSame([bad.code, unknown.code], [2, 2])
  t.match(JSON.parse(bad.output), { imported: 0, skipped: 1 })
  t.match(unknown.errors, /--format/)
  t.notOk(existsSync(out))
})

t.test('every format that is written is found and read again', async (t) => {
  const folder = t.testdir({})
  const source = join(folder, 'source.json')
  const bank = aBank()
  writeFileSync(source, JSON.stringify(bank))
  const formats = ['xlsx', 'csv', 'gift', 'aiken', 'moodle-xml', 'qti', 'probity-json']
  const roundTrip = async (format: string) => {
    const file = join(folder, `file-${format}`)
    const written = await probity('bank', 'export', source, '--format', format, '--out', file)
    t.equal(written.code, 0, `${format}: ${written.errors}`)
    const back = join(folder, `back-${format}.json`)
    const read = await probity('bank', 'import', file, '--out', back, '--json')
    t.match(JSON.parse(read.output || '{}'), { imported: bank.items.length, skipped: 0 }, format)
  }
  await Promise.all(formats.map(roundTrip))
})

t.test('a template is written, and imports as it is', async (t) => {
  const folder = t.testdir({})
  for (const [format, language] of [
    ['xlsx', 'zh-CN'],
    ['csv', 'en'],
  ] as const) {
    const file = join(folder, `template.${format}`)
    const words = ['--format', format, '--language', language, '--out', file]
    const written = await probity('bank', 'template', ...words)
    t.equal(written.code, 0, written.errors)
    const out = join(folder, 'bank.json')
    const read = await probity('bank', 'import', file, '--out', out, '--title', 'T1')
    const clean = { imported: 7, skipped: 0, lossy: 0, findings: [] }
    t.strictSame(JSON.parse(read.output), clean)
    t.equal(read.errors, '7 items, 0 left out, 0 with losses\n', 'no progress without a terminal')
  }
  const unknown = await probity('bank', 'template', '--format', 'doc', '--out', join(folder, 'x'))
  t.equal(unknown.code, 2)
  t.notOk(existsSync(join(folder, 'x')))
})

t.test('on a terminal the progress stands on one line, and is wiped away at the end', async (t) => {
  const written: string[] = []
  const output = { isTTY: true, write: (text: string) => written.push(text) }
  const line = importProgressLine(output)
  line.show({ stage: 'reading', done: 400, total: 900 })
  line.show({ stage: 'checking', done: 2, total: 6 })
  line.show({ stage: 'checking', done: 1, total: null })
  line.end()
  const shown = written.map((text) => text.replace('\r\u001b[2K', '<'))
  t.strictSame(shown, [
    'Reading ...',
    '<Reading: 400 of 900 items',
    '<Checking: 2 of 6 checks done',
    '<Checking again: 1 checks done',
    '<',
  ])
  t.notMatch(written.join(''), '\n')
  const silent = importProgressLine({ write: () => t.fail('nothing is written') })
  silent.show({ stage: 'reading', done: 1, total: 1 })
  silent.end()
})
