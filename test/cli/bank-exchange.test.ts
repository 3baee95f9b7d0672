import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { checkBank } from '../../src/domain/bank/check-bank.ts'
import { aBank } from '../support/builders.ts'

t.setTimeout(120_000)

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
