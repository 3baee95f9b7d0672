import t from 'tap'
import { readAiken } from '../../../../src/domain/bank/formats/aiken.ts'
import { decodeText } from '../../../../src/domain/bank/formats/decode-text.ts'
import { detectFormat } from '../../../../src/domain/bank/formats/detect-format.ts'
import { readGift } from '../../../../src/domain/bank/formats/gift.ts'
import { htmlToText, textToHtml } from '../../../../src/domain/bank/formats/html-text.ts'
import { readMoodleXml } from '../../../../src/domain/bank/formats/moodle-xml.ts'
import { pictureOf } from '../../../../src/domain/bank/formats/picture-bytes.ts'
import { toBank } from '../../../../src/domain/bank/formats/to-bank.ts'
import { aText } from '../../../support/builders.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const aiken = (text: string) => readAiken({ file: 'a.txt', bytes: bytesOf(text) })
const gift = (text: string) => readGift({ file: 'g.txt', bytes: bytesOf(text) })
const moodle = (text: string) => readMoodleXml({ file: 'm.xml', bytes: bytesOf(text) })
const DEFAULTS = { program: 'sample', title: aText('题库', 'Bank'), today: '2026-01-31' }
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

t.test('HTML becomes plain text; what runs or is lost is named', async (t) => {
  const cases = [
    ['<p>甲</p><p>乙<br>丙</p>', '甲\n乙\n丙'],
    ['<ol><li>a<li>b</ol><ul><li>c</ul>', '1. a\n2. b\n- c'],
    ['x<sup>2</sup> H<sub>2</sub>O', 'x² H₂O'],
    ['a &lt;b&gt;&nbsp;&amp;amp; &#x4e2d;', 'a <b> &amp; 中'],
    ['<script>alert(1)</script>a<iframe>x</iframe><style>y</style>', 'a'],
    ['<a href="javascript:alert(1)">go</a>', 'go'],
  ] as const
  for (const [html, text] of cases) t.equal(htmlToText(html).text, text)
  t.strictSame(htmlToText('<img src="a.png" onerror="x()"><b>b</b>'), {
    text: 'b',
    lost: ['on*', 'b'],
    pictures: ['a.png'],
  })
  t.equal(htmlToText(textToHtml('  a\n <b>&amp;  c ')).text, '  a\n <b>&amp;  c ')
})

t.test('ten megabytes of nesting end at once and are told', async (t) => {
  const start = Date.now()
  t.ok(htmlToText('<b>'.repeat(3_500_000)).lost.includes('nesting'))
  t.match(moodle(`<quiz>${'<a>'.repeat(3_500_000)}`).findings, [{ code: 'xml-malformed' }])
  t.match(gift('{'.repeat(10_000_000)).findings, [{ code: 'question-too-long' }])
  t.ok(Date.now() - start < 15_000)
})

t.test('only PNG, JPEG, GIF and WebP are pictures, by their first bytes', async (t) => {
  t.equal(pictureOf(PIXEL, null)?.mediaType, 'image/png')
  t.equal(pictureOf(btoa(`GIF89a${'x'.repeat(30)}`), null)?.mediaType, 'image/gif')
  t.equal(pictureOf(btoa(`\xff\xd8\xff${'x'.repeat(30)}`), null)?.mediaType, 'image/jpeg')
  t.equal(pictureOf(btoa(`RIFFxxxxWEBP${'x'.repeat(30)}`), 'a')?.mediaType, 'image/webp')
  t.equal(pictureOf(btoa('<svg xmlns="http://www.w3.org/2000/svg"/>'), null), null)
  t.equal(pictureOf('A'.repeat(1_000_004), null), null)
})

t.test('text is UTF-8, UTF-16 with its mark or GBK; binary is no text', async (t) => {
  t.equal(decodeText(new Uint8Array([0xef, 0xbb, 0xbf, 0x61])), 'a')
  t.equal(decodeText(new Uint8Array([0xff, 0xfe, 0x2d, 0x4e])), '中')
  t.equal(decodeText(new Uint8Array([0xfe, 0xff, 0x4e, 0x2d])), '中')
  t.equal(decodeText(new Uint8Array([0xd6, 0xd0, 0xce, 0xc4])), '中文')
  t.equal(decodeText(new Uint8Array([0x61, 0x00])), null)
})

t.test('Aiken is read with full-width letters, several answers and row numbers', async (t) => {
  const { items, findings } = aiken(
    '题一\nA、甲\nＢ．乙\nC) 丙\n答案：B\n\n题二\nA. 甲\nB. 乙\nANSWER: A,B\n\n题三\nA. 甲\nANSWER: C\n\n题四\n答案：对\n',
  )
  t.match(items, [
    { stem: { 'zh-CN': '题一' }, task: { type: 'single-choice', key: 1 }, place: { row: 1 } },
    { task: { type: 'multiple-choice', key: [0, 1] } },
    { task: { type: 'true-false', key: true } },
  ])
  t.match(findings, [{ severity: 'error', code: 'key-unusable', row: 14 }])
})

t.test('one broken GIFT question spoils no other and is told by its line', async (t) => {
  const { items, findings } = gift(
    `// [id:G-1] [tag:level:apply]
::One::Who is buried: in Grant\\'s tomb\\: {=Grant ~%-50%no one#why ####Because.}

Broken { =a ~b

::Two:: 2+2 {#4:0.1}

$CATEGORY: $course$/top/数学
Half {#1..3}

Pairs {=a -> 1 =b -> 2 = -> 3}

Both { ~%50%x ~%50%y ~z }

Essay {}

Yes {TRUE}
`,
  )
  t.match(items, [
    { id: 'G-1', level: 'apply', rationale: { en: 'Because.' }, task: { type: 'single-choice' } },
    { id: 'Two', task: { type: 'numeric', value: 4, tolerance: 0.1 } },
    { competency: '数学', task: { type: 'numeric', value: 2, tolerance: 1 } },
    { task: { type: 'matching', key: [0, 1] } },
    { task: { type: 'multiple-choice', key: [0, 1] } },
    { task: { type: 'true-false', key: true } },
  ])
  t.match(
    findings.filter(({ severity }) => severity === 'error'),
    [
      { code: 'gift-syntax', row: 4 },
      { code: 'type-not-read', row: 15 },
    ],
  )
})

t.test('Moodle XML is read with pictures, units and what is lost told', async (t) => {
  const { items, findings } = moodle(`<quiz>
<question type="category"><category><text>$course$/top/Law/Basics</text></category></question>
<question type="multichoice"><name><text>Q1</text></name>
<questiontext format="html"><text><![CDATA[<p>See <img src="@@PLUGINFILE@@/p%201.png" alt="A &amp; B"></p><script>x()</script>]]></text>
<file name="p 1.png" encoding="base64">${PIXEL}</file></questiontext><penalty>0.33</penalty><single>true</single>
<answer fraction="100"><text>one</text></answer><answer fraction="0"><text>two</text><feedback><text>no</text></feedback></answer></question>
<question type="numerical"><name><text>Q2</text></name><questiontext><text>How far?</text></questiontext>
<answer fraction="100"><text>5</text><tolerance>0.5</tolerance></answer>
<units><unit><multiplier>1</multiplier><unit_name>km</unit_name></unit></units></question>
<question type="essay"><questiontext><text>Write.</text></questiontext></question></quiz>`)
  t.match(items, [
    {
      id: 'Q1',
      competency: 'Law / Basics',
      stem: { en: 'See' },
      pictures: [{ mediaType: 'image/png', alt: 'A & B' }],
    },
    { task: { type: 'numeric', value: 5, tolerance: 0.5, unit: { en: 'km' } } },
  ])
  t.match(findings, [
    { severity: 'lossy', message: { en: 'not read: penalty, feedback' } },
    { severity: 'lossy', code: 'markup-lost', message: { en: /script/ } },
    { severity: 'error', code: 'type-not-read', pointer: '/quiz/question[4]' },
  ])
})

t.test('a document type is refused: no entity is ever resolved', async (t) => {
  const bomb = '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">'
  for (const inside of ['<!ENTITY x SYSTEM "file:///etc/passwd">', bomb]) {
    const text = `<?xml version="1.0"?><!DOCTYPE quiz [${inside}]><quiz><question type="truefalse"/></quiz>`
    t.match(moodle(text), { items: [], findings: [{ severity: 'error', code: 'xml-doctype' }] })
  }
})

t.test('what a file leaves open is filled and told; what is unsound is left out', async (t) => {
  const { bank, imported, skipped, findings } = toBank(
    aiken('好题\nA. 甲\nB. 乙\n答案：A\n\n独题\nA. 甲\n答案：A\n'),
    DEFAULTS,
  )
  t.match({ imported, skipped }, { imported: 1, skipped: 1 })
  t.match(bank?.items, [
    {
      id: 'a-1',
      competency: 'general',
      level: 'know',
      stem: aText('好题', '好题'),
      source: { title: aText('未注明', 'not stated'), checkedOn: '2026-01-31' },
    },
  ])
  const codes = findings.map(({ code, row }) => `${code} ${row}`)
  for (const told of ['one-language 1', 'id-made 1', 'level-assumed 1', 'schema 6']) {
    t.ok(codes.includes(told), told)
  }
})

t.test('the format of a file is told by its content', async (t) => {
  const cases = [
    ['题\nA. 甲\nB. 乙\n答案：A', 'aiken'],
    ['::a::b {=c ~d}', 'gift'],
    ['<?xml version="1.0"?>\n<quiz>', 'moodle-xml'],
    ['<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2">', 'qti'],
    ['<qti-assessment-item>', 'qti'],
    ['{"format": "probity-bank/1"}', 'probity-json'],
    ['题干,答案\n甲,乙', 'csv'],
    ['nothing of the kind', null],
  ] as const
  for (const [text, format] of cases) t.equal(detectFormat(bytesOf(text)), format, text)
})
