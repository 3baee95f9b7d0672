import fc from 'fast-check'
import { Parser } from 'htmlparser2'
import t from 'tap'
import temml from 'temml'
import {
  hasFormula,
  plainFormulas,
  splitFormulas,
} from '../../src/web/shared/formula/split-formulas.ts'

const together = (text: string): string =>
  splitFormulas(text)
    .map((part) => (part.kind === 'words' ? part.text : part.source))
    .join('')

/** Elements and attributes that MathML needs to look right, and no others. */
const HARMLESS = /^(math|semantics|mrow|mi|mo|mn|mtext|mspace|mstyle|merror|mpadded|mfrac|msup)$/
const PLAIN =
  /^(style|mathvariant|mathcolor|display|displaystyle|scriptlevel|stretchy|lspace|rspace)$/

/** What of a markup could do more than be looked at. */
function dangerous(markup: string): string[] {
  const found: string[] = []
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (!HARMLESS.test(name)) found.push(`<${name}>`)
      for (const [key, value] of Object.entries(attributes)) {
        if (!PLAIN.test(key) || /url|expression|import/i.test(value)) found.push(`${key}=${value}`)
      }
    },
  })
  parser.end(markup)
  return found
}

const piece = fc.oneof(
  fc.string(),
  fc.constantFrom('\\(', '\\)', '\\[', '\\]', '\\\\', '\n', 'x^2', '<b>', '为'),
)

t.test('a text is the sum of its parts, whatever is in it', async (t) => {
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('')
      return together(text) === text
    }),
  )
  t.pass()
})

t.test('formulas stand between their own delimiters', async (t) => {
  t.strictSame(splitFormulas('面积 \\(\\pi r^2\\)，体积 \\[V = a^3\\]。'), [
    { kind: 'words', text: '面积 ' },
    { kind: 'formula', tex: '\\pi r^2', display: false, source: '\\(\\pi r^2\\)' },
    { kind: 'words', text: '，体积 ' },
    { kind: 'formula', tex: 'V = a^3', display: true, source: '\\[V = a^3\\]' },
    { kind: 'words', text: '。' },
  ])
  for (const words of ['(x)', 'costs $5 or $6', '\\(x', 'x\\)', '\\(\\)', '\\(x\\]', '[1]']) {
    t.notOk(hasFormula(words), `${words} is words`)
  }
  t.equal(plainFormulas('\\( x + 1 \\) is odd'), 'x + 1 is odd')
})

t.test('nothing that TeX says links, loads or runs', async (t) => {
  t.strictSame(dangerous('<math><a href="x"><mi>y</mi></a></math>'), ['<a>', 'href=x'], 'a probe')
  const evil = [
    '\\href{javascript:alert(1)}{x}',
    '\\url{javascript:alert(1)}',
    '\\includegraphics{https://example.org/x.png}',
    '\\class{x" onclick="alert(1)}{y}',
    '\\id{root}{y}',
    '\\style{background:url(https://example.org)}{y}',
    '\\data{a=b}{y}',
    '\\text{<img src=x onerror=alert(1)>}',
    '\\html{<b>}',
  ]
  for (const tex of evil) {
    let markup = ''
    try {
      markup = temml.renderToString(tex, { throwOnError: true, trust: false, strict: false })
    } catch {
      // Refused: shown as it was written.
    }
    t.strictSame(dangerous(markup), [], tex)
  }
})
