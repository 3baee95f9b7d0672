import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { XMLParser } from 'fast-xml-parser'
import t from 'tap'
import {
  type BrowserSettings,
  configKeyOf,
  requestHashOf,
} from '../../../src/domain/delivery/safe-exam-browser-key.ts'
import {
  type BrowserProof,
  judgeBrowser,
} from '../../../src/domain/delivery/safe-exam-browser-proof.ts'
import {
  browserFile,
  browserSettings,
} from '../../../src/domain/delivery/safe-exam-browser-settings.ts'
import golden from '../../golden/safe-exam-browser.json' with { type: 'json' }

const examId = '11111111-1111-4111-8111-111111111111'
const origin = 'https://exams.example.org'
const purpose = { examId, origin, quitPasswordDigest: null }
const settings = browserSettings(purpose)
const key = configKeyOf(settings)
const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

const names = fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,8}$/)
const dictionaries = fc
  .uniqueArray(
    fc.tuple(names, fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.array(fc.string()))),
    { minLength: 1, maxLength: 6, selector: ([name]) => name.toLowerCase() },
  )
  .map((members): BrowserSettings => Object.fromEntries(members))

const reversed = (one: BrowserSettings): BrowserSettings =>
  Object.fromEntries(Object.entries(one).reverse())

t.test('gives settings the Config Key that Safe Exam Browser itself gave them', async (t) => {
  t.equal(configKeyOf(golden.settings), golden.configKey)
  t.equal(
    configKeyOf({ ...golden.settings, originatorVersion: 'SEB_OSX_2.1.4_2123' }),
    golden.configKey,
    'who wrote the file does not count',
  )
})

t.test('follows the rules the documentation states', async (t) => {
  t.equal(
    configKeyOf({
      startURL: 'https://a.example/"x"\\y',
      allowWlan: false,
      AllowQuit: true,
      none: {},
      list: [{ b: 2, A: 1 }, {}],
      salt: Uint8Array.from([1, 2, 255]),
      name: '考试',
    }),
    sha256(
      '{"AllowQuit":true,"allowWlan":false,"list":[{"A":1,"b":2},{}],"name":"考试",' +
        '"salt":"AQL/","startURL":"https://a.example/"x"\\y"}',
    ),
  )
  t.throws(() => configKeyOf({ zoom: 1.5 }), RangeError)
})

t.test('the order of settings is nothing, any setting is something', async () => {
  fc.assert(fc.property(dictionaries, (one) => configKeyOf(one) === configKeyOf(reversed(one))))
  fc.assert(
    fc.property(dictionaries, dictionaries, (left, right) => {
      const same = JSON.stringify(sorted(left)) === JSON.stringify(sorted(right))
      return same || configKeyOf({ a: left }) !== configKeyOf({ a: right })
    }),
  )
})

function sorted(one: BrowserSettings) {
  return Object.entries(one).toSorted(([left], [right]) => (left < right ? -1 : 1))
}

t.test('each exam, address and password has a configuration of its own', async (t) => {
  const others = [
    browserSettings({ ...purpose, examId: examId.replaceAll('1', '2') }),
    browserSettings({ ...purpose, origin: 'http://exams.example.org' }),
    browserSettings({ ...purpose, quitPasswordDigest: sha256('let me out') }),
  ]
  t.equal(new Set([key, ...others.map(configKeyOf)]).size, 4)
  t.equal(settings['startURL'], `${origin}/exams/${examId}`)
  t.notOk('hashedQuitPassword' in settings)
})

t.test('the file is a property list that holds just the settings', async (t) => {
  const own = browserSettings({ ...purpose, quitPasswordDigest: 'a'.repeat(64) })
  const file = browserFile({ ...own, startURL: `${origin}/?a=1&b=<2>` })
  const read = readPropertyList(file)
  t.equal(read['startURL'], `${origin}/?a=1&b=<2>`)
  t.strictSame(readPropertyList(browserFile(own)), own)
  t.equal(configKeyOf(readPropertyList(browserFile(own))), configKeyOf(own))
})

/** Another reading of property lists, as far as the file needs it. */
function readPropertyList(file: string): BrowserSettings {
  const parser = new XMLParser({ preserveOrder: true, trimValues: false, parseTagValue: false })
  const nodes: Node[] = parser.parse(file)
  const list = nodes.find((node) => 'plist' in node)?.['plist'] ?? []
  const [dictionary] = elements(list)
  return settingOf(dictionary ?? {}) as BrowserSettings
}
type Node = { readonly [tag: string]: readonly Node[] }

function elements(nodes: readonly Node[]): Node[] {
  return nodes.filter((node) => !('#text' in node))
}

function settingOf(node: Node): BrowserSettings[string] {
  const [tag = '', children = []] = Object.entries(node).find(([name]) => name !== ':@') ?? []
  const text = children.map((child) => String(child['#text'] ?? '')).join('')
  if (tag === 'true' || tag === 'false') return tag === 'true'
  if (tag === 'integer') return Number(text)
  if (tag === 'data') return Uint8Array.from(Buffer.from(text, 'base64'))
  if (tag === 'array') return elements(children).map(settingOf)
  if (tag !== 'dict') return text
  const members: [string, BrowserSettings[string]][] = []
  const list = elements(children)
  for (let index = 0; index < list.length; index += 2) {
    members.push([String(settingOf(list[index] ?? {})), settingOf(list[index + 1] ?? {})])
  }
  return Object.fromEntries(members)
}

const page = `${origin}/exams/${examId}`
const none: BrowserProof = {
  urls: [page],
  strayUrls: [],
  configKeyHash: null,
  browserExamKeyHash: null,
}
const browserKey = sha256('a browser')
const open = { configKeys: [], browserExamKeys: [] }
const listed = { configKeys: [], browserExamKeys: [browserKey] }
const proof = { ...none, configKeyHash: sha256(page + key) }

t.test('a hash shows a key for one address only, its fragment aside', async (t) => {
  t.equal(requestHashOf(`${page}#top#x`, key), sha256(page + key))
  t.equal(judgeBrowser(open, key, [proof]), null)
  t.equal(judgeBrowser(open, key, [{ ...proof, urls: [`${page}/x`] }]), 'other-configuration')
  t.equal(judgeBrowser(open, key, [{ ...proof, urls: ['https://x.example', page] }]), null)
  const upper = { ...proof, configKeyHash: proof.configKeyHash.toUpperCase() }
  t.equal(judgeBrowser(open, key, [upper]), null)
})

t.test('says what is missing, by the nearest miss of both ways', async (t) => {
  t.equal(judgeBrowser(open, key, [none, none]), 'no-safe-exam-browser')
  const other = { ...none, configKeyHash: sha256(`${page}another key`) }
  t.equal(judgeBrowser(open, key, [none, other]), 'other-configuration')
  t.equal(judgeBrowser(open, key, [other, proof]), null, 'one way is enough')
  t.equal(
    judgeBrowser({ ...open, configKeys: [browserKey] }, 'b'.repeat(64), [proof]),
    'other-configuration',
  )
  t.equal(judgeBrowser({ ...open, configKeys: [key] }, 'b'.repeat(64), [proof]), null)
  t.equal(judgeBrowser(listed, key, [proof]), 'browser-not-listed')
  const known = { ...proof, browserExamKeyHash: sha256(page + browserKey) }
  t.equal(judgeBrowser(listed, key, [known]), null)
  t.equal(judgeBrowser(listed, key, [{ ...known, configKeyHash: null }]), 'no-safe-exam-browser')
  const stray = { ...none, urls: ['http://inside:8080/x'], strayUrls: [page] }
  t.equal(
    judgeBrowser(open, key, [{ ...proof, ...stray, configKeyHash: proof.configKeyHash }]),
    'other-address',
  )
})
