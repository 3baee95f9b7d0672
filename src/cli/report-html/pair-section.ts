import type { CohortScreening, ScreenedPair } from '../../domain/forensics/cohort/screening.ts'
import { probabilityText } from '../../domain/forensics/fusion/flag-of.ts'
import { dataTable } from './data-table.ts'
import { html, type Markup } from './markup.ts'
import { pairNetwork } from './pair-network.ts'
import type { Tell } from './tell.ts'

/** Edges drawn and told; pairs.csv has all. */
const MOST_PAIRS = 200

/** Pairs whose answers are alike beyond chance, drawn and as a table, and the groups they form. */
export function pairSection(screening: CohortScreening, tell: Tell): Markup {
  const { pairs, persons } = screening
  if (pairs === null) return html``
  const title = tell('答案雷同', 'Similar answers')
  const flagged = pairs.pairs.filter((pair) => pair.flagged)
  const sure = flagged.filter(({ holm }) => holm < 0.05).length
  const said = tell(
    `共比较 ${pairs.tested} 对（${pairs.basis === 'options' ? '按所选选项' : '仅按对错'}），${flagged.length} 对被标记，其中 ${sure} 对经 Holm 校正后仍 p < .05。`,
    `${pairs.tested} pairs were compared (${pairs.basis === 'options' ? 'by the options chosen' : 'by right and wrong only'}); ${flagged.length} are flagged, ${sure} of them with p < .05 after Holm.`,
  )
  if (flagged.length === 0) return html`<h2>${title}</h2><p>${said}</p>`
  const shown = flagged.slice(0, MOST_PAIRS)
  const numbers = numbersOf(shown)
  return html`<h2>${title}</h2><p>${said}</p>
<p>${tell(
    '雷同说明两份作答不像各自独立完成，并不说明谁抄谁，也可能有清白的原因：一起培训、用同一份有错的资料、同一人代为录入。',
    'Similarity says that two attempts do not look worked apart. It does not say who copied, and may be innocent: trained together, learned from the same faulty notes, answers entered by one person for several.',
  )}</p>
<figure>${pairNetwork(shown, numbers, tell)}</figure>
<p class="dim">${tell(
    '每个点是一名考生（编号为作答表中的行序，与表中和逐人证据中一致），点越大关联越多，线越粗 p 越小。',
    'Each dot is a person (numbered by row of the responses, as in the table and in the evidence person by person), larger with more ties; lines are thicker the smaller p.',
  )}${
    flagged.length > shown.length
      ? tell(
          `只画出 p 最小的 ${shown.length} 对，其余见 pairs.csv。`,
          ` Only the ${shown.length} smallest are drawn; pairs.csv has the others.`,
        )
      : ''
  }</p>
${pairTable(shown, { persons, numbers }, tell)}
${clusterTable(screening, tell)}`
}

/** Persons in the order of their smallest p, by row: as the evidence person by person names them. */
function numbersOf(pairs: readonly ScreenedPair[]): ReadonlyMap<number, number> {
  const numbers = new Map<number, number>()
  for (const { a, b } of pairs) {
    for (const person of [a, b]) numbers.set(person, person + 1)
  }
  return numbers
}

interface Names {
  readonly persons: readonly string[]
  readonly numbers: ReadonlyMap<number, number>
}

function pairTable(
  pairs: readonly ScreenedPair[],
  { persons, numbers }: Names,
  tell: Tell,
): Markup {
  const caption = tell('被标记的考生对', 'Flagged pairs')
  const nameOf = (person: number) => `${numbers.get(person) ?? ''} ${persons[person] ?? ''}`
  const head = [
    tell('考生', 'person'),
    tell('考生', 'and'),
    tell('共同题数', 'items shared'),
    tell('相同答案', 'alike'),
    tell('相同错答', 'alike and wrong'),
    'ω',
    'p (GBT)',
    'p (M4)',
    'q',
    'Holm',
    tell('抄录方（若可分辨）', 'copier, if told'),
  ]
  const rows = pairs.map((pair) => [
    nameOf(pair.a),
    html`${nameOf(pair.b)}`,
    ...[pair.shared, pair.matches, pair.identicalWrong, pair.omega],
    ...[pair.gbt, pair.m4, pair.q, pair.holm].map((p) => html`${probabilityText(p)}`),
    pair.copier === null
      ? null
      : html`${`${persons[pair.copier] ?? ''} (${chanceText(pair.copierChance ?? 0)} %)`}`,
  ])
  return dataTable({ caption, head, rows, digits: [0, 0, 0, 0, 0, 2] })
}

/** Nobody is ever certain. */
function chanceText(chance: number): string {
  return chance > 0.999 ? '> 99.9' : (100 * chance).toFixed(1)
}

function clusterTable({ clusters, persons }: CohortScreening, tell: Tell): Markup {
  if (clusters.length === 0) return html``
  const caption = tell('群组', 'Clusters')
  const kinds: Readonly<Record<string, string>> = {
    pair: tell('一对', 'pair'),
    ring: tell('一圈人', 'ring'),
    'leaked-key': tell('共用答案', 'shared key'),
  }
  const head = [
    tell('编号', 'number'),
    tell('形态', 'kind'),
    tell('人数', 'persons'),
    tell('共有错答', 'wrong in common'),
    tell('平均 ω', 'mean ω'),
    tell('最小 p', 'smallest p'),
    tell('成员', 'members'),
  ]
  const rows = clusters.slice(0, MOST_PAIRS).map((cluster, at) => [
    html`${at + 1}`,
    html`${kinds[cluster.kind] ?? cluster.kind}`,
    cluster.members.length,
    cluster.consensus.length,
    cluster.meanOmega,
    html`${probabilityText(cluster.smallestP)}`,
    cluster.members
      .slice(0, 40)
      .map((person) => persons[person] ?? '')
      .join(', ') + (cluster.members.length > 40 ? ' …' : ''),
  ])
  return html`<h3>${caption}</h3>${dataTable({ caption, head, rows, digits: [0, 0, 0, 0, 2] })}`
}
