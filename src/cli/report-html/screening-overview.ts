import type { CohortScreening } from '../../domain/forensics/cohort/screening.ts'
import type { EvidenceFamily } from '../../domain/forensics/flag.ts'
import { probabilityText } from '../../domain/forensics/fusion/flag-of.ts'
import type { Tier } from '../../domain/forensics/fusion/fuse-tests.ts'
import { positivePredictiveValue } from '../../domain/forensics/fusion/positive-predictive-value.ts'
import { countTiers, expectedByChance } from '../files/summarize-screening.ts'
import { dataTable, numberText } from './data-table.ts'
import { html, type Markup } from './markup.ts'
import type { Tell } from './tell.ts'

/** Shares of irregular attempts at which the worth of a flag is told. */
const PREVALENCES = [0.01, 0.02, 0.03]
/** Of irregular attempts, how many one indicator finds: of the order seen in simulations. */
const ASSUMED_POWER = 0.3

export function tierName(tier: Tier, tell: Tell): string {
  return {
    strong: tell('强', 'strong'),
    review: tell('复核', 'review'),
    watch: tell('留意', 'watch'),
  }[tier]
}

export function familyName(family: EvidenceFamily, tell: Tell): string {
  return {
    behavior: tell('行为', 'behaviour'),
    time: tell('时间', 'time'),
    effort: tell('投入', 'effort'),
    similarity: tell('雷同', 'similarity'),
    preknowledge: tell('预先知题', 'preknowledge'),
    changes: tell('改答', 'answer changes'),
    identity: tell('身份', 'identity'),
    'person-fit': tell('作答模式', 'person fit'),
  }[family]
}

/** How many came into each tier, and how many chance alone would bring there. */
export function screeningOverview(screening: CohortScreening, tell: Tell): Markup {
  const title = tell('概览', 'Overview')
  const head = [tell('等级', 'tier'), tell('人数', 'persons'), tell('偶然', 'by chance')]
  const table = dataTable({
    caption: tell('各等级人数', 'Persons by tier'),
    head,
    rows: tierRows(screening, tell),
    digits: [0, 0],
  })
  return html`<h2>${title}</h2>${table}${indicatorTable(screening, tell)}${groupTable(screening, tell)}`
}

function tierRows(screening: CohortScreening, tell: Tell): (string | number)[][] {
  const counts = countTiers(screening)
  const chance = expectedByChance(screening)
  const called = counts.strong + counts.review
  const percent = (share: number) => numberText(100 * share, 0)
  const ofExams = (share: number) =>
    tell(
      `若人人独立作答，整场出现一人的机会不超过 ${percent(share)} %`,
      `with everybody honest, even one appears in at most ${percent(share)} % of exams`,
    )
  const innocent = numberText(chance.falseAmongCalled, 1)
  const among = tell(
    `“强”与“复核”合计 ${called} 人中，预计至多 ${innocent} 人是误报`,
    `of the ${called} in strong and review, at most about ${innocent} are expected to be honest`,
  )
  const watched = tell(
    `仅凭偶然约有 ${numberText(chance.watch, 1)} 人；不向考生显示`,
    `chance alone brings about ${numberText(chance.watch, 1)}; never shown to a candidate`,
  )
  return [
    [tierName('strong', tell), counts.strong, ofExams(chance.chanceOfAnyStrong)],
    [
      tierName('review', tell),
      counts.review,
      called === 0 ? ofExams(chance.chanceOfAnyReview) : among,
    ],
    [tierName('watch', tell), counts.watch, watched],
  ]
}

function indicatorTable({ indicators }: CohortScreening, tell: Tell): Markup {
  const rows = indicators.map(({ name, family, tested, flagged, threshold, falseFlagRate }) => [
    tell.of(name),
    html`${familyName(family, tell)}`,
    tested,
    flagged,
    threshold,
    100 * falseFlagRate.value,
    ...PREVALENCES.map((prevalence) => {
      const given = { prevalence, power: ASSUMED_POWER, falseFlagRate: falseFlagRate.value }
      const value = positivePredictiveValue(given)
      return value === null ? null : 100 * value
    }),
  ])
  const head = [
    tell('指标', 'indicator'),
    tell('证据类别', 'family'),
    tell('可检验人数', 'tested'),
    tell('标记人数', 'flagged'),
    tell('阈值', 'threshold'),
    tell('误标率 %', 'false flags, %'),
    ...PREVALENCES.map((share) =>
      tell(`可信度 %（${100 * share} %）`, `worth, % (at ${100 * share} %)`),
    ),
  ]
  const digits = [0, 0, 0, 0, 2, 2, 0, 0, 0]
  return html`${dataTable({ caption: tell('各项指标', 'Indicators'), head, rows, digits })}
<p class="dim">${tell(
    `“误标率”是诚实作答中被该指标单独标记的比例（实测上限）。“可信度”是单凭这一项标记时确有问题的比例：假定 1 %、2 % 或 3 % 的作答确有问题，且其中 30 % 能被发现。可见单一标记往往不足为凭。`,
    `“False flags” is the share of honest attempts this indicator alone flags (upper bound as measured). “Worth” is the share of its flags behind which something is wrong, if 1, 2 or 3 % of attempts are irregular and 30 % of those are found. A single flag often means little.`,
  )}</p>`
}

function groupTable({ groups }: CohortScreening, tell: Tell): Markup {
  if (groups.length === 0) return html``
  const caption = tell('按单位或考场看答案改动', 'Answer changes by group')
  const head = [
    tell('组', 'group'),
    tell('人数', 'persons'),
    tell('改动', 'changes'),
    tell('错改对', 'wrong to right'),
    tell('统计量', 'statistic'),
    tell('p（Holm）', 'p (Holm)'),
    tell('标记', 'flag'),
  ]
  const rows = groups
    .toSorted((left, right) => left.p - right.p)
    .slice(0, 30)
    .map((one) => [
      `${one.grouping}: ${one.group}`,
      ...[one.persons, one.changes, one.wrongToRight, one.statistic],
      html`${probabilityText(one.pHolm)}`,
      html`${one.flagged ? tell('是', 'yes') : '–'}`,
    ])
  return html`<h3>${caption}</h3>
<p>${tell(
    '组的标记针对某处发生的事件（考场、监考、设备），绝不针对组内某一人。',
    'A flag of a group is about an event there (a room, a proctor, a device), never about one of its persons.',
  )}</p>
${dataTable({ caption, head, rows, digits: [0, 0, 0, 0, 2] })}`
}
