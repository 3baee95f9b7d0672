import type {
  CohortScreening,
  ScreenedPerson,
  TimeProfile,
} from '../../domain/forensics/cohort/screening.ts'
import { byEvidence } from '../../domain/forensics/cohort/time-profiles.ts'
import type { Flag } from '../../domain/forensics/flag.ts'
import { probabilityText } from '../../domain/forensics/fusion/flag-of.ts'
import { numberText } from './data-table.ts'
import { html, type Markup } from './markup.ts'
import { profilePlot } from './profile-plot.ts'
import { familyName, tierName } from './screening-overview.ts'
import type { Tell } from './tell.ts'

/** As many as a person will look at; persons.csv has everybody. */
const MOST_PERSONS = 50

/** What was seen of each flagged person, folded, the heaviest evidence first. */
export function evidenceSection(screening: CohortScreening, tell: Tell): Markup {
  const { attempts, profiles } = screening
  const flagged = attempts.filter(({ flags }) => flags.length > 0).sort(byEvidence)
  const rest = flagged.length - MOST_PERSONS
  const title = tell('逐人证据', 'Evidence person by person')
  if (flagged.length === 0) {
    return html`<h2>${title}</h2><p>${tell('没有任何人被标记。', 'Nobody was flagged.')}</p>`
  }
  const byPerson = new Map(profiles.map((profile) => [profile.person, profile]))
  return html`<h2>${title}</h2>
${flagged.slice(0, MOST_PERSONS).map((one) => onePerson(one, { screening, profile: byPerson.get(one.person) }, tell))}
${
  rest > 0
    ? html`<p class="dim">${tell(
        `另有 ${rest} 人被标记，见 persons.csv。`,
        `${rest} more are flagged; persons.csv has them.`,
      )}</p>`
    : null
}`
}

interface Shown {
  readonly screening: CohortScreening
  readonly profile: TimeProfile | undefined
}

function onePerson(one: ScreenedPerson, { screening, profile }: Shown, tell: Tell): Markup {
  const name = screening.persons[one.person] ?? ''
  const tier = one.tier === null ? tell('仅佐证', 'support only') : tierName(one.tier, tell)
  const weight = numberText(one.weight, 2)
  const kinds = one.flags.map((flag) => tell.of(flag.name)).join(tell('、', ', '))
  return html`<details><summary>${tell(
    `${name}：${tier}，权重 ${weight}（${kinds}）`,
    `${name}: ${tier}, weight ${weight} (${kinds})`,
  )}</summary>
${overallLine(one, tell)}${alsoUnusual(one, screening, tell)}
${one.flags.map((flag, at) => oneFlag(flag, one.shares[at] ?? 0, tell))}
${profile ? profilePlot(profile, { name, items: screening.items }, tell) : null}
</details>`
}

function overallLine({ p, q, holm }: ScreenedPerson, tell: Tell): Markup {
  if (p === null || q === null || holm === null) return html``
  const [own, rate, adjusted] = [p, q, holm].map(probabilityText)
  return html`<p class="dim">${tell(
    `全部指标合计：p = ${own}，q = ${rate}，Holm 校正后 ${adjusted}`,
    `Over all indicators: p = ${own}, q = ${rate}, ${adjusted} after Holm`,
  )}</p>`
}

/** What supports the flags without being one: below it corroborates a strong case. */
const UNUSUAL_BELOW = 0.01

function alsoUnusual({ person }: ScreenedPerson, screening: CohortScreening, tell: Tell): Markup {
  const found = screening.indicators.flatMap(({ name, family, tests }) => {
    const test = tests[person]
    if (!test || test.flagged || test.p === null || test.p >= UNUSUAL_BELOW) return []
    return [`${tell.of(name)} (${familyName(family, tell)}, p = ${probabilityText(test.p)})`]
  })
  if (found.length === 0) return html``
  const names = found.join(tell('；', '; '))
  return html`<p>${tell(
    `另有不常见之处，单独不足以标记：${names}`,
    `Also unusual, no flag by itself: ${names}`,
  )}</p>`
}

function oneFlag(flag: Flag, share: number, tell: Tell): Markup {
  const q = flag.q ?? null
  const numbers = [
    `${tell('统计量', 'statistic')} ${numberText(flag.statistic, 2)}`,
    `${tell('阈值', 'threshold')} ${numberText(flag.threshold, 2)}`,
    ...(flag.p === null ? [] : [`p = ${probabilityText(flag.p)}`]),
    ...(q === null ? [] : [`q = ${probabilityText(q)}`]),
    `${tell('误标率不超过', 'false-flag rate at most')} ${numberText(100 * flag.falseFlagRate.value, 2)} %`,
    `${tell('权重', 'weight')} ${numberText(share, 2)}`,
  ]
  return html`<h3>${tell.of(flag.name)} <span class="dim">(${familyName(flag.family, tell)})</span></h3>
<p>${tell.of(flag.summary)}</p>
<p class="dim">${numbers.join(' · ')}<br>${tell.of(flag.falseFlagRate.basis)}</p>
${flag.evidence.length > 0 ? html`<ul>${flag.evidence.map(({ text }) => html`<li>${tell.of(text)}</li>`)}</ul>` : null}
<p>${tell('可能的清白解释：', 'What may innocently explain it:')}</p>
<ul>${flag.innocentExplanations.map((text) => html`<li>${tell.of(text)}</li>`)}</ul>`
}
