import fc from 'fast-check'
import t from 'tap'
import type { Bank } from '../../../src/domain/bank/bank.ts'
import { checkBank } from '../../../src/domain/bank/check-bank.ts'
import { formulaFindings, formulasIn } from '../../../src/domain/bank/formula-findings.ts'
import { PRACTICE_FORM } from '../../../src/web/candidate/practice/practice-form.ts'
import { splitFormulas } from '../../../src/web/shared/formula/split-formulas.ts'
import { aBank, anItem, aText } from '../../support/builders.ts'

/** TeX by its grammar, every group closed. */
const { tex } = fc.letrec<{ tex: string }>((tie) => ({
  tex: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('x', '12.5', '\\pi', '\\alpha', '\\le', '\\text{元}', '%', '\\%', 'ab'),
    fc.tuple(tie('tex'), tie('tex')).map(([above, below]) => `\\frac{${above}}{${below}}`),
    fc.tuple(tie('tex'), tie('tex')).map(([base, power]) => `{${base}}^{${power}}_{1}`),
    tie('tex').map((inner) => `\\sqrt[3]{${inner}}`),
    tie('tex').map((inner) => `\\left( ${inner} \\right]`),
    tie('tex').map((inner) => `\\sum_{i=1}^{n} {${inner}}`),
    fc
      .tuple(tie('tex'), tie('tex'))
      .map(([left, right]) => `\\begin{matrix} ${left} & 1 \\\\ 0 & ${right} \\end{matrix}`),
  ),
}))
/** A comment would hide a delimiter's end from the parser, though not from the page. */
const readable = tex.filter((text) => text.length < 2000 && !/(?<!\\)%/u.test(text))
const delimited = (text: string, display: boolean) => (display ? `\\[${text}\\]` : `\\(${text}\\)`)

/** A bank that has a text in both languages wherever formulas are drawn. */
function bankWith(zh: string, en: string): Bank {
  const text = aText(zh, en)
  const inParts = <Part extends object>(parts: readonly Part[]) =>
    parts.map((part) => ({ ...part, text }))
  const choice = anItem({ type: 'single-choice', id: 'one' })
  const matching = anItem({ type: 'matching', id: 'two' })
  if (choice.type !== 'single-choice' || matching.type !== 'matching') throw new Error('builders')
  return aBank({
    stimuli: [{ id: 'notice', title: aText('通知', 'Notice'), text }],
    items: [
      { ...choice, stem: text, options: inParts(choice.options) },
      { ...matching, prompts: inParts(matching.prompts), options: inParts(matching.options) },
    ],
  })
}

const of = (bank: Bank) => formulaFindings(bank, () => false)

t.test('what can be read gives no finding, wherever it stands', async (t) => {
  fc.assert(
    fc.property(
      readable,
      fc.boolean(),
      fc.constantFrom('', '求：', '$5 (x)'),
      (text, display, words) => {
        const written = `${words}${delimited(text, display)}。`
        return of(bankWith(written, written)).length === 0
      },
    ),
    { numRuns: 150 },
  )
  t.pass()
})

t.test('the practice’s own formulas can be read', async (t) => {
  const texts = PRACTICE_FORM.items.flatMap(({ stem, options, prompts }) => [
    stem,
    ...[...options, ...prompts].map(({ text }) => text),
  ])
  const formulas = texts.flatMap((text) => [...formulasIn(text['zh-CN']), ...formulasIn(text.en)])
  t.ok(formulas.length >= 8)
  for (const text of texts) t.strictSame(of(bankWith(text['zh-CN'], text.en)), [])
})

t.test('a formula with a group left open is told at its text, in its language', async (t) => {
  fc.assert(
    fc.property(readable, fc.boolean(), (text, display) => {
      const broken = delimited(`\\frac{1}{${text}`, display)
      const found = of(bankWith(`求 ${broken}`, `Find ${delimited(text, display)}`))
      t.ok(
        found.every(({ code, severity }) => code === 'formula-unreadable' && severity === 'error'),
      )
      t.ok(found.every(({ pointer }) => pointer.endsWith('/zh-CN')))
      t.ok(found.some(({ pointer, item }) => pointer === '/stimuli/0/text/zh-CN' && item === null))
      t.ok(found.some(({ pointer, item }) => pointer === '/items/0/stem/zh-CN' && item === 'one'))
      t.ok(found.some(({ pointer }) => pointer === '/items/0/options/1/text/zh-CN'))
      t.ok(found.some(({ pointer }) => pointer === '/items/1/prompts/0/text/zh-CN'))
      t.ok(found.some(({ pointer }) => pointer === '/items/1/options/2/text/zh-CN'))
    }),
    { numRuns: 30 },
  )
})

t.test('the parser says what it stumbled over', async (t) => {
  const messages = (text: string) => {
    const [finding] = of(aBank({ items: [anItem({ stem: aText('数', `n ${text}`) })] }))
    return finding?.message ?? null
  }
  const cases = [
    ['\\(\\foo\\)', /Unsupported function name: \\foo at position 1/],
    ['\\(a_b_c\\)', /Double subscript at position 4/],
    ['\\[x & y\\]', /got '&' at position 3/],
    ['\\(\\left( x\\)', /Expected '\\right'/],
    ['\\(\\href{javascript:alert(1)}{x}\\)', /\\href/],
    ['\\(x^\\)', /incomplete TeX/],
    ['\\(\\def\\a{\\a\\a}\\a\\)', /Too many expansions/],
    [`\\(${'x'.repeat(2001)}\\)`, /2001 characters, more than 2000/],
  ] as const
  for (const [text, expected] of cases) {
    t.match(messages(text)?.en, expected, text.slice(0, 40))
    t.match(messages(text)?.['zh-CN'], /将按原文显示/)
    t.notMatch(messages(text)?.en, /\u0332|\n/u, 'on one line, without marks')
  }
  for (const text of ['(x)', '\\(x', 'x\\)', '\\(\\)', '$\\foo$', '\\(H_2O\\)']) {
    t.equal(messages(text), null, text)
  }
})

t.test('the domain finds formulas where the pages do', async (t) => {
  const piece = fc.oneof(fc.string(), fc.constantFrom('\\(', '\\)', '\\[', '\\]', '\\', '\n', '为'))
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('')
      const onPages = splitFormulas(text).flatMap((part) =>
        part.kind === 'formula' ? [part.tex] : [],
      )
      t.strictSame(formulasIn(text), onPages)
    }),
  )
})

t.test('a bank with an unreadable formula is no sound bank, but for what is in use', async (t) => {
  const bank = bankWith('求 \\(\\foo\\)', 'Find \\(x\\)')
  const unsound = checkBank(bank)
  t.equal(unsound.bank, null)
  t.ok(unsound.findings.some(({ code }) => code === 'formula-unreadable'))
  const used = checkBank(bank, { inUse: () => true })
  t.equal(used.bank, bank)
  const severities = used.findings.flatMap(({ code, severity }) =>
    code === 'formula-unreadable' ? [severity] : [],
  )
  t.strictSame([...new Set(severities)], ['warning'])
})
