import { readdir } from 'node:fs/promises'
import t from 'tap'
import { en as candidateEn } from '../../src/web/candidate/catalogue/en.ts'
import { zhCn as candidateZhCn } from '../../src/web/candidate/catalogue/zh-cn.ts'
import { en as consoleEn } from '../../src/web/console/catalogue/en.ts'
import { zhCn as consoleZhCn } from '../../src/web/console/catalogue/zh-cn.ts'
import { en as sharedEn } from '../../src/web/shared/catalogue/en.ts'
import { zhCn as sharedZhCn } from '../../src/web/shared/catalogue/zh-cn.ts'
import { clock, formatsIn, probabilityWord } from '../../src/web/shared/format.ts'
import { translateIn } from '../../src/web/shared/text.ts'

const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{([^{}|]+)/g)].map((match) => match[1] ?? ''))].sort()

for (const [name, en, zhCn] of [
  ['shared', sharedEn, sharedZhCn],
  ['candidate', candidateEn, candidateZhCn],
  ['console', consoleEn, consoleZhCn],
] as const) {
  const chinese: Readonly<Record<string, string>> = zhCn
  t.test(`${name}: both languages have the same keys and fill in nothing unknown`, async (t) => {
    t.same(Object.keys(zhCn).sort(), Object.keys(en).sort())
    for (const [key, english] of Object.entries(en)) {
      const known = placeholders(english)
      const used = placeholders(chinese[key] ?? '')
      t.ok(
        used.every((value) => known.includes(value)),
        `${key}: ${used.join(', ')}`,
      )
    }
  })
  t.test(`${name}: no text is empty`, async (t) => {
    for (const [key, text] of [...Object.entries(en), ...Object.entries(zhCn)]) {
      t.ok(text.trim() !== '', key)
    }
  })
}

/** Keys of every area file in a folder of a catalogue, file by file. */
async function keysByArea(folder: URL): Promise<readonly string[]> {
  const areas = await Promise.all(
    (await readdir(folder)).map(
      async (file): Promise<Readonly<Record<string, object>>> => import(new URL(file, folder).href),
    ),
  )
  return areas.flatMap((area) => Object.values(area).flatMap((texts) => Object.keys(texts)))
}

for (const [name, language, merged] of [
  ['candidate', 'en', candidateEn],
  ['candidate', 'zh-cn', candidateZhCn],
  ['console', 'en', consoleEn],
  ['console', 'zh-cn', consoleZhCn],
] as const) {
  // Areas are spread into one another: of a key in two of them one text would silently win.
  t.test(`${name}/${language}: every key of every area is there, in one area only`, async (t) => {
    const folder = new URL(`../../src/web/${name}/catalogue/${language}/`, import.meta.url)
    t.same([...(await keysByArea(folder))].sort(), Object.keys(merged).sort())
  })
}

t.test('a text takes its values and the right plural', async (t) => {
  const catalogues = {
    en: { answers: '{count} {count|answer|answers} of {name}' },
    'zh-CN': { answers: '{name}的 {count} 个答案' },
  } as const
  const english = translateIn(catalogues, 'en')
  t.equal(english('answers', { count: 1, name: 'Li' }), '1 answer of Li')
  t.equal(english('answers', { count: 3, name: 'Li' }), '3 answers of Li')
  t.equal(translateIn(catalogues, 'zh-CN')('answers', { count: 3, name: '李' }), '李的 3 个答案')
})

t.test('durations and clocks are told as people say them', async (t) => {
  const english = formatsIn('en')
  t.equal(english.duration(12), '12 seconds')
  t.equal(english.duration(3600 + 20 * 60), '1 hour 20 minutes')
  t.equal(english.duration(71), '1 minute 11 seconds')
  t.equal(formatsIn('zh-CN').duration(5400), '1小时 30分钟')
  t.equal(clock(2467), '41:07')
  t.equal(clock(3723), '1:02:03')
  t.equal(clock(-5), '0:00')
})

t.test('probabilities have words', async (t) => {
  t.equal(probabilityWord(0.995), 'probability.almost-certain')
  t.equal(probabilityWord(0.93), 'probability.very-likely')
  t.equal(probabilityWord(0.7), 'probability.likely')
  t.equal(probabilityWord(0.5), 'probability.even')
  t.equal(probabilityWord(0.2), 'probability.unlikely')
  t.equal(probabilityWord(0.05), 'probability.very-unlikely')
})
