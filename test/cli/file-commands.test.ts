import t from 'tap'
import { score } from '../../src/cli/file-commands.ts'

const FILES = { responses: 'r.csv', items: 'items.json' }

const CASES: readonly [string, Record<string, string | boolean>, RegExp][] = [
  [
    'an unknown method',
    { ...FILES, method: 'guess' },
    /--method must be one of eap, map, mle, wle/,
  ],
  ['times without --rapid', { ...FILES, times: 't.csv' }, /--rapid and --times go together/],
  ['--rapid without times', { ...FILES, rapid: true }, /--rapid and --times go together/],
  ['a scale of one number', { ...FILES, scale: '500' }, /--scale must be MEAN,SD/],
  ['a scale without deviation', { ...FILES, scale: '500,0' }, /--scale must be MEAN,SD/],
  ['a scale with one bound', { ...FILES, scale: '500,100,200' }, /--scale must be MEAN,SD/],
  ['bounds the wrong way', { ...FILES, scale: '500,100,800,200' }, /--scale must be MEAN,SD/],
  ['a scale in words', { ...FILES, scale: 'high,low' }, /--scale must be MEAN,SD/],
  ['cuts with a gap', { ...FILES, cuts: '0,,1' }, /--cuts must be numbers/],
  ['a form to equate to, but no table', { ...FILES, 'equate-to': 'x.json' }, /needs --raw-table/],
  ['no responses', { items: 'items.json' }, /--responses is missing/],
]

for (const [what, values, message] of CASES) {
  t.test(`score refuses ${what} before it reads anything`, async (t) => {
    await t.rejects(score(values), { name: 'CommandEnd', exitCode: 2, message })
  })
}
