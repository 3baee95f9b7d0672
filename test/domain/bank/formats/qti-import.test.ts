import { ok } from 'node:assert/strict'
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import t from 'tap'
import type { ForeignBank } from '../../../../src/domain/bank/formats/foreign-bank.ts'
import { readQti } from '../../../../src/domain/bank/formats/qti-import.ts'

const NS = 'xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"'
const MATCH = 'http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct'
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
const PICTURE = Uint8Array.from(atob(PIXEL), (character) => character.charCodeAt(0))

/** Reads one item file. */
function read(xml: string): ForeignBank {
  return readQti({ file: 'item.xml', bytes: strToU8(xml) })
}

/** Reads a package of these files. */
function readPackage(files: Readonly<Record<string, string | Uint8Array>>): ForeignBank {
  const bytes = Object.entries(files).map(([path, content]) => [
    path,
    typeof content === 'string' ? strToU8(content) : content,
  ])
  return readQti({ file: 'p.zip', bytes: zipSync(Object.fromEntries(bytes)) })
}

/** An item with this body; the key is declared as given. */
function anItemFile(body: string, declaration: string, rest = '', attributes = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem ${NS} identifier="Q1" title="T" adaptive="false" timeDependent="false"
  ${attributes}>
  ${declaration}
  <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
  <itemBody>${body}</itemBody>
  ${rest}
</assessmentItem>`
}

function keyIs(values: readonly string[], cardinality = 'single', baseType = 'identifier'): string {
  const all = values.map((value) => `<value>${value}</value>`).join('')
  return `<responseDeclaration identifier="RESPONSE" cardinality="${cardinality}"
    baseType="${baseType}"><correctResponse>${all}</correctResponse></responseDeclaration>`
}

const CHOICE = `<p>Which is even?</p>
<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1">
  <simpleChoice identifier="A">One</simpleChoice><simpleChoice identifier="B">Two</simpleChoice>
</choiceInteraction>`

function codesOf({ findings }: ForeignBank): string[] {
  return findings.map(({ severity, code }) => `${severity} ${code}`)
}

t.test('a choice as authoring tools write it: prefixes, CDATA, comments, references', async (t) => {
  const bank = read(`\uFEFF<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet href="x.css" type="text/css"?>
<!-- made by hand -->
<qti:assessmentItem xmlns:qti="http://www.imsglobal.org/xsd/imsqti_v2p1"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" identifier="choice-1" title="Capital"
  adaptive="false" timeDependent="false" xml:lang="en-US" toolName="Some tool">
  <qti:responseDeclaration identifier="RESP" cardinality="single" baseType="identifier">
    <qti:correctResponse><qti:value>
      B
    </qti:value></qti:correctResponse>
  </qti:responseDeclaration>
  <qti:itemBody>
    <qti:p>Caf&#233; &#x2014; <![CDATA[a < b &amp; c]]><!-- not this --><?nor this?></qti:p>
    <qti:div><qti:p>Second   block.</qti:p></qti:div>
    <qti:choiceInteraction responseIdentifier="RESP" shuffle="true" maxChoices="1">
      <qti:prompt>Which one?</qti:prompt>
      <qti:simpleChoice identifier="A" fixed="true">Lyon &amp; co</qti:simpleChoice>
      <qti:simpleChoice identifier="B" fixed="false"><qti:p>Paris&nbsp;!</qti:p></qti:simpleChoice>
    </qti:choiceInteraction>
  </qti:itemBody>
  <qti:responseProcessing template="${MATCH}"/>
</qti:assessmentItem>`)
  t.same(bank.findings, [])
  t.match(bank.items, [
    {
      id: 'choice-1',
      stem: { 'zh-CN': null, en: 'Café — a < b &amp; c\nSecond block.\nWhich one?' },
      task: {
        type: 'single-choice',
        key: 1,
        options: [{ en: 'Lyon & co' }, { en: 'Paris !' }],
      },
      rationale: null,
      place: { file: 'item.xml', pointer: '/assessmentItem' },
    },
  ])
})

t.test(
  'the language is the declared one, else that of the script; a wrong one is told',
  async (t) => {
    const choices = CHOICE.replace('Which is even?', '哪个是偶数？')
    t.same(read(anItemFile(choices, keyIs(['B']))).items[0]?.stem['zh-CN'], '哪个是偶数？')
    const chinese = read(anItemFile(choices, keyIs(['B']), '', 'xml:lang="zh-Hans"'))
    t.match(chinese.items[0]?.task, { options: [{ 'zh-CN': 'One', en: null }, {}] })
    t.same(chinese.findings, [])
    const wrong = read(anItemFile(choices, keyIs(['B']), '', 'xml:lang="en"'))
    t.same(codesOf(wrong), ['note qti-language'])
    t.same(wrong.items[0]?.stem['zh-CN'], '哪个是偶数？')
    const mixed = CHOICE.replace('Which', '<span xml:lang="zh">哪个</span>Which')
    t.same(read(anItemFile(mixed, keyIs(['B']))).items[0]?.stem, {
      'zh-CN': '哪个',
      en: 'Which is even?',
    })
  },
)

t.test('two choices that say true and false are a true-false item', async (t) => {
  for (const [yes, no] of [
    ['True', 'False'],
    ['对', '错'],
    ['正确。', '错误。'],
  ]) {
    const body = CHOICE.replace('One', yes ?? '').replace('Two', no ?? '')
    t.same(read(anItemFile(body, keyIs(['A']))).items[0]?.task, { type: 'true-false', key: true })
    t.same(read(anItemFile(body, keyIs(['B']))).items[0]?.task, { type: 'true-false', key: false })
  }
  const other = CHOICE.replace('One', 'True')
  t.match(read(anItemFile(other, keyIs(['A']))).items[0]?.task, { type: 'single-choice' })
})

t.test('a mapping alone gives the key; partial credit is told', async (t) => {
  const mapping = (cardinality: string, entries: Readonly<Record<string, number>>) =>
    `<responseDeclaration identifier="RESPONSE" cardinality="${cardinality}" baseType="identifier">
      <mapping>${Object.entries(entries)
        .map(([key, worth]) => `<mapEntry mapKey="${key}" mappedValue="${worth}"/>`)
        .join('')}</mapping></responseDeclaration>`
  const several = read(anItemFile(CHOICE, mapping('multiple', { A: 1, B: 0.5 })))
  t.match(several.items[0]?.task, { type: 'multiple-choice', key: [0, 1] })
  t.same(codesOf(several), ['lossy qti-partial-credit'])
  const one = read(anItemFile(CHOICE, mapping('single', { A: 0.5, B: 1 })))
  t.match(one.items[0]?.task, { type: 'single-choice', key: 1 })
  t.same(codesOf(one), ['lossy qti-partial-credit'])
  t.same(codesOf(read(anItemFile(CHOICE, mapping('single', { A: 0, B: 1 })))), [])
})

t.test('ordering takes the order of the key', async (t) => {
  const body = `<orderInteraction responseIdentifier="RESPONSE"><prompt>Sort</prompt>
    <simpleChoice identifier="x">third</simpleChoice>
    <simpleChoice identifier="y">first</simpleChoice>
    <simpleChoice identifier="z">second</simpleChoice></orderInteraction>`
  const { items, findings } = read(anItemFile(body, keyIs(['y', 'z', 'x'], 'ordered')))
  t.same(findings, [])
  t.match(items[0]?.task, {
    type: 'ordering',
    options: [{ en: 'first' }, { en: 'second' }, { en: 'third' }],
  })
  const part = read(anItemFile(body, keyIs(['y', 'z'], 'ordered')))
  t.same(codesOf(part), ['error qti-key-unfit'])
  t.same(part.items, [])
})

function aMatch(first: readonly string[], second: readonly string[]): string {
  const set = (names: readonly string[]) =>
    `<simpleMatchSet>${names
      .map(
        (n) =>
          `<simpleAssociableChoice identifier="${n}" matchMax="1">${n}!</simpleAssociableChoice>`,
      )
      .join('')}</simpleMatchSet>`
  return `<matchInteraction responseIdentifier="RESPONSE"><prompt>Match</prompt>
    ${set(first)}${set(second)}</matchInteraction>`
}

t.test('matching reads directed pairs, whichever side has the spare choices', async (t) => {
  const key = keyIs(['a y', 'b x'], 'multiple', 'directedPair')
  t.match(read(anItemFile(aMatch(['a', 'b'], ['x', 'y', 'z']), key)).items[0]?.task, {
    type: 'matching',
    prompts: [{ en: 'a!' }, { en: 'b!' }],
    options: [{ en: 'x!' }, { en: 'y!' }, { en: 'z!' }],
    key: [1, 0],
  })
  t.match(read(anItemFile(aMatch(['a', 'b', 'c'], ['x', 'y']), key)).items[0]?.task, {
    prompts: [{ en: 'x!' }, { en: 'y!' }],
    options: [{ en: 'a!' }, { en: 'b!' }, { en: 'c!' }],
    key: [1, 0],
  })
  t.same(codesOf(read(anItemFile(aMatch(['a', 'b', 'c'], ['x', 'y', 'z']), key))), [
    'error qti-key-unfit',
  ])
})

t.test('free pairs become a matching item, and that is told', async (t) => {
  const choices = ['a', 'b', 'c', 'd', 'e']
    .map(
      (n) =>
        `<simpleAssociableChoice identifier="${n}" matchMax="1">${n}!</simpleAssociableChoice>`,
    )
    .join('')
  const body = `<associateInteraction responseIdentifier="RESPONSE"><prompt>Pair</prompt>${choices}
    </associateInteraction>`
  const bank = read(anItemFile(body, keyIs(['a d', 'c b'], 'multiple', 'pair')))
  t.match(bank.items[0]?.task, {
    prompts: [{ en: 'a!' }, { en: 'c!' }],
    options: [{ en: 'b!' }, { en: 'd!' }, { en: 'e!' }],
    key: [1, 0],
  })
  t.same(codesOf(bank), ['lossy qti-pairs-directed'])
})

const BLANK = '<p>It takes <textEntryInteraction responseIdentifier="RESPONSE"/> days.</p>'

function within(attributes: string): string {
  return `<responseProcessing><responseCondition><responseIf><equal ${attributes}>
    <variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></equal>
    <setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>
    </responseIf></responseCondition></responseProcessing>`
}

t.test('a number has the tolerance of `equal`: absolute, or percent of the key', async (t) => {
  const cases: readonly (readonly [string, number, readonly string[]])[] = [
    [within('toleranceMode="absolute" tolerance="0.5 0.5"'), 0.5, []],
    [within('toleranceMode="absolute" tolerance="0.5"'), 0.5, []],
    [within('toleranceMode="relative" tolerance="10 10"'), 2, []],
    [within('toleranceMode="exact"'), 0, []],
    [within('toleranceMode="absolute" tolerance="1 3"'), 1, ['lossy qti-tolerance']],
    [within('toleranceMode="absolute" tolerance="{T}"'), 0, ['lossy qti-tolerance']],
    [`<responseProcessing template="${MATCH}"/>`, 0, ['note qti-no-tolerance']],
  ]
  for (const [processing, tolerance, codes] of cases) {
    const bank = read(anItemFile(BLANK, keyIs(['-20'], 'single', 'float'), processing))
    t.same(bank.items[0]?.task, { type: 'numeric', value: -20, tolerance, unit: null }, processing)
    t.same(codesOf(bank), codes)
    t.same(bank.items[0]?.stem.en, 'It takes ____ days.')
  }
  const none = read(anItemFile(BLANK, keyIs(['twenty'], 'single', 'integer')))
  t.same(codesOf(none), ['error qti-key-unfit'])
})

t.test(
  'a short text accepts the correct response and what the mapping gives points for',
  async (t) => {
    const declaration = `<responseDeclaration identifier="RESPONSE" cardinality="single"
    baseType="string"><correctResponse><value>York</value></correctResponse>
    <mapping defaultValue="0"><mapEntry mapKey="York" mappedValue="1"/>
    <mapEntry mapKey="york &amp; co" mappedValue="1"/><mapEntry mapKey="no" mappedValue="0"/>
    </mapping></responseDeclaration>`
    const bank = read(anItemFile(BLANK, declaration))
    t.same(bank.items[0]?.task, { type: 'short-text', accepted: ['York', 'york & co'] })
    t.same(bank.findings, [])
  },
)

t.test('QTI 3.0 is read by its own spelling', async (t) => {
  const { items, findings } = read(`<qti-assessment-item
  xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="q3" title="x" xml:lang="en"
  time-dependent="false">
  <qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier">
    <qti-correct-response><qti-value>b</qti-value></qti-correct-response>
  </qti-response-declaration>
  <qti-item-body><qti-choice-interaction response-identifier="RESPONSE" max-choices="1">
    <qti-prompt><p>Which?</p></qti-prompt>
    <qti-simple-choice identifier="a">this</qti-simple-choice>
    <qti-simple-choice identifier="b">that</qti-simple-choice>
  </qti-choice-interaction></qti-item-body>
</qti-assessment-item>`)
  t.same(findings, [])
  t.match(items[0], { id: 'q3', stem: { en: 'Which?' }, task: { type: 'single-choice', key: 1 } })
})

t.test('feedback shown in any case is the rationale, conditional feedback is told', async (t) => {
  const feedback = (identifier: string, text: string) =>
    `<modalFeedback outcomeIdentifier="FB" identifier="${identifier}"
      showHide="show">${text}</modalFeedback>`
  const single = read(anItemFile(CHOICE, keyIs(['B']), feedback('x', '<p>Two is <b>even</b>.</p>')))
  t.same(single.items[0]?.rationale?.en, 'Two is even.')
  t.same(codesOf(single), ['lossy qti-feedback', 'lossy qti-markup'])
  const both = read(anItemFile(CHOICE, keyIs(['B']), feedback('x', 'Yes!') + feedback('y', 'No!')))
  t.same(both.items[0]?.rationale, null)
  t.same(codesOf(both), ['lossy qti-feedback'])
  const always = `${keyIs(['B'])}<outcomeDeclaration identifier="FB" cardinality="single"
    baseType="identifier"><defaultValue><value>x</value></defaultValue></outcomeDeclaration>`
  const shown = read(anItemFile(CHOICE, always, feedback('x', 'Because.')))
  t.same(shown.items[0]?.rationale?.en, 'Because.')
  t.same(shown.findings, [])
})

t.test('what is not for the candidate never gets into the item', async (t) => {
  const inline = '<feedbackInline outcomeIdentifier="F" identifier="B">Yes</feedbackInline>'
  const body = `<rubricBlock view="scorer"><p>The key is B</p>
    <img src="key.png" alt=""/></rubricBlock>
    ${CHOICE.replace('Two', `Two${inline}`)}`
  const bank = read(anItemFile(body, keyIs(['B'])))
  t.same(codesOf(bank), ['lossy qti-markup', 'lossy qti-markup'])
  t.match(bank.items[0], { stem: { en: 'Which is even?' }, pictures: [] })
  t.notMatch(JSON.stringify(bank.items), /key is B|Yes/u)
})

t.test('what has no place here is left out with an error that says why', async (t) => {
  const key = keyIs(['B'])
  const template = '<templateDeclaration identifier="N" cardinality="single" baseType="integer"/>'
  const refused: readonly (readonly [string, string])[] = [
    [anItemFile(CHOICE, key).replace('adaptive="false"', 'adaptive="true"'), 'qti-adaptive'],
    [anItemFile(CHOICE, key + template), 'qti-template'],
    [anItemFile(CHOICE + CHOICE, key), 'qti-several-interactions'],
    [anItemFile('<p>Text only</p>', key), 'qti-no-interaction'],
    [anItemFile(CHOICE, ''), 'qti-no-key'],
    [anItemFile(CHOICE, keyIs(['C'])), 'qti-key-unfit'],
    [anItemFile(CHOICE.replace('<p>Which is even?</p>', ''), key), 'qti-no-stem'],
    [
      anItemFile('<p>Write</p><extendedTextInteraction responseIdentifier="RESPONSE"/>', ''),
      'qti-interaction-unsupported',
    ],
    [
      anItemFile('<gapMatchInteraction responseIdentifier="RESPONSE"/>', key),
      'qti-interaction-unsupported',
    ],
    [anItemFile(CHOICE.replace('Two', '<img src="two.png"/>'), key), 'qti-choice-without-text'],
    ['<questestinterop/>', 'qti-version'],
    ['<assessmentItem><itemBody></assessmentItem>', 'xml-malformed'],
    ['', 'xml-malformed'],
    [`${'<p>'.repeat(500)}${'</p>'.repeat(500)}`, 'xml-malformed'],
  ]
  for (const [xml, code] of refused) {
    const bank = read(xml)
    t.same(bank.items, [], code)
    const errors = bank.findings.filter(({ severity }) => severity === 'error')
    t.ok(
      errors.some((finding) => finding.code === code),
      `${code}: ${codesOf(bank)}`,
    )
    t.ok(
      errors.every(({ message }) => message['zh-CN'] !== '' && message.en !== ''),
      'said in both languages',
    )
  }
})

const MANIFEST = `<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="M"
  xmlns:imsmd="http://ltsc.ieee.org/xsd/LOM"><metadata/><organizations/>
  <resources xml:base="content/">
  <resource identifier="T" type="imsqti_test_xmlv2p1" href="test.xml"/>
  <resource identifier="R" type="imsqti_item_xmlv2p1" href="My%20items/q%E9%A2%98.xml">
    <metadata><imsmd:lom><imsmd:general><imsmd:keyword>
      <imsmd:string language="en">Budget</imsmd:string><imsmd:string language="zh">预算</imsmd:string>
    </imsmd:keyword></imsmd:general></imsmd:lom></metadata>
    <file href="My%20items/q%E9%A2%98.xml"/></resource></resources></manifest>`

t.test('a package: encoded paths, pictures from a folder, keyword, stimulus', async (t) => {
  const body = `<p>See <img src="../media/my%20pic.png" alt="A dot"/></p>${CHOICE}`
  const item = anItemFile(body, keyIs(['B'])).replace(
    '<itemBody>',
    '<assessmentStimulusRef identifier="S" href="../s.xml"/><itemBody>',
  )
  const bank = readPackage({
    'imsmanifest.xml': MANIFEST,
    'content/My items/q题.xml': item,
    'content/media/my pic.png': PICTURE,
    'content/s.xml': `<assessmentStimulus identifier="S" title="A village"><stimulusBody>
      <p>Three hundred people.</p></stimulusBody></assessmentStimulus>`,
  })
  t.same(codesOf(bank), ['note qti-test'])
  t.match(bank.items, [
    {
      place: { file: 'p.zip!content/My items/q题.xml' },
      competency: 'Budget',
      stem: { en: 'See\nWhich is even?' },
      pictures: [{ mediaType: 'image/png', base64: PIXEL, alt: 'A dot' }],
      stimulus: { title: { en: 'A village' }, text: { en: 'Three hundred people.' } },
    },
  ])
})

t.test('a package without manifest is read file by file, and that is told', async (t) => {
  const bank = readPackage({ 'a/q.xml': anItemFile(CHOICE, keyIs(['B'])), 'b.xml': '<other/>' })
  t.equal(bank.items.length, 1)
  t.same(codesOf(bank), ['warning qti-no-manifest'])
})

t.test('entities and document types never run', async (t) => {
  const external = anItemFile(CHOICE.replace('One', '&xxe;'), keyIs(['B'])).replace(
    '?>',
    '?><!DOCTYPE r [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>',
  )
  const laughs = `<!DOCTYPE l [<!ENTITY a "lol">${Array.from(
    { length: 9 },
    (_, index) => `<!ENTITY a${index} "${`&a${index - 1};`.repeat(10)}">`,
  ).join('')}]><l>&a8;</l>`
  for (const xml of [external, laughs, laughs.replace('DOCTYPE', 'doctype')]) {
    const bank = read(xml)
    t.same(codesOf(bank), ['error xml-doctype'])
    t.same(bank.items, [])
  }
  const undeclared = read(anItemFile(CHOICE.replace('One', '&xxe; one'), keyIs(['B'])))
  t.match(undeclared.items[0]?.task, { options: [{ en: '&xxe; one' }, {}] })
})

t.test('names every object has are no entities', async (t) => {
  const body = CHOICE.replace('One', '&constructor; &toString;')
  const [item] = read(anItemFile(body, keyIs(['B']))).items
  t.match(item?.task, { options: [{ en: '&constructor; &toString;' }, {}] })
})

t.test('a file is read in the encoding it declares', async (t) => {
  const latin = anItemFile(CHOICE.replace('One', 'Caf\u00e9'), keyIs(['B'])).replace(
    'UTF-8',
    'ISO-8859-1',
  )
  const bytes = Uint8Array.from(latin, (character) => character.charCodeAt(0))
  const [item] = readQti({ file: 'x.xml', bytes }).items
  t.match(item?.task, { options: [{ en: 'Caf\u00e9' }, {}] })
  const unknown = readQti({ file: 'x.xml', bytes: strToU8(latin.replace('ISO-8859-1', 'no-such')) })
  t.same(codesOf(unknown), ['error not-text'])
})

t.test('an item the manifest names twice is read once', async (t) => {
  const resource = '<resource type="imsqti_item_xmlv2p2" href="q.xml"/>'
  const bank = readPackage({
    'imsmanifest.xml': `<manifest><resources>${resource}${resource}</resources></manifest>`,
    'q.xml': anItemFile(CHOICE, keyIs(['B'])),
  })
  t.equal(bank.items.length, 1)
  t.same(bank.findings, [])
})

t.test('script and handlers are dropped and told', async (t) => {
  const body = CHOICE.replace(
    '<p>',
    '<script>alert(1)</script><p onclick="alert(2)"><iframe src="http://x.example/"/>',
  )
  const bank = read(anItemFile(body, keyIs(['B'])))
  t.same(bank.items[0]?.stem.en, 'Which is even?')
  t.notMatch(JSON.stringify(bank.items), /alert|iframe/u)
  const [finding] = bank.findings
  for (const lost of ['script', 'on*', 'iframe']) {
    t.ok(finding?.message.en.includes(lost), `${lost} is named in ${finding?.message.en}`)
  }
})

t.test('paths that lead out of the package or to the network are not followed', async (t) => {
  const cases: readonly (readonly [string, string])[] = [
    ['../../etc/passwd', 'qti-picture-outside'],
    ['%2e%2e/%2e%2e/etc/passwd', 'qti-picture-outside'],
    ['..\\..\\etc\\passwd', 'qti-picture-outside'],
    ['/etc/passwd', 'qti-picture-outside'],
    ['http://x.example/a.png', 'qti-picture-remote'],
    ['//x.example/a.png', 'qti-picture-remote'],
    ['file:///etc/passwd', 'qti-picture-remote'],
    ['javascript:alert(1)', 'qti-picture-remote'],
    ['gone.png', 'qti-picture-missing'],
    ['q.xml', 'qti-picture-unfit'],
    ['data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+', 'qti-picture-unfit'],
  ]
  for (const [href, code] of cases) {
    const item = anItemFile(`<p><img src="${href}" alt="x"/></p>${CHOICE}`, keyIs(['B']))
    const bank = readPackage({ 'items/q.xml': item })
    t.same(bank.items[0]?.pictures, [], href)
    t.match(bank.findings, [
      { code: 'qti-no-manifest' },
      {
        code,
        severity: 'lossy',
        file: 'p.zip!items/q.xml',
        pointer: '/assessmentItem/itemBody/p/img',
      },
    ])
  }
  for (const href of ['../../etc/passwd', 'http://x.example/q.xml', 'gone.xml']) {
    const bank = readPackage({
      'imsmanifest.xml': `<manifest><resources><resource type="imsqti_item_xmlv2p2" href="${href}"/>
        </resources></manifest>`,
    })
    t.same(codesOf(bank), ['error qti-item-missing'])
  }
})

t.test('a container with a path that leads out is refused as a whole', async (t) => {
  const bank = readPackage({ '../evil.xml': anItemFile(CHOICE, keyIs(['B'])) })
  t.same(codesOf(bank), ['error zip-path'])
  t.same(bank.items, [])
})

t.test('damaged or random files never throw, and nothing is dropped without a word', async (t) => {
  const whole = anItemFile(`${CHOICE}<p><img src="x.png"/></p>`, keyIs(['B']))
  const piece = fc.constantFrom(
    '<',
    '>',
    '&',
    '"',
    '</p>',
    '<p>',
    ']]>',
    '<![CDATA[',
    '<!--',
    '\0',
    '',
  )
  const damage = fc.record({ at: fc.nat(whole.length), length: fc.nat(40), piece })
  const damaged = fc
    .array(damage, { minLength: 1, maxLength: 3 })
    .map((damages) =>
      damages.reduce(
        (xml, { at, length, piece }) => xml.slice(0, at) + piece + xml.slice(at + length),
        whole,
      ),
    )
    .map((xml) => strToU8(xml))
  fc.assert(
    fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 200 })), (bytes) => {
      for (const given of [
        bytes,
        zipSync({ 'q.xml': bytes }),
        zipSync({ 'imsmanifest.xml': bytes }),
      ]) {
        const { items, findings } = readQti({ file: 'f', bytes: given })
        ok(items.length + findings.length > 0)
        ok(findings.every(({ message }) => message['zh-CN'] !== '' && message.en !== ''))
      }
    }),
    { numRuns: 500 },
  )
  t.pass('whatever the damage')
})
