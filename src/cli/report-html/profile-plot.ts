import type { TimeProfile } from '../../domain/forensics/cohort/screening.ts'
import { html, type Markup } from './markup.ts'
import { plotFrame } from './plot-frame.ts'
import type { Tell } from './tell.ts'

/** Residuals beyond are drawn at the edge. */
const EDGE = 5
/** Beyond, a time stands out from the person's own. */
const STANDS_OUT = 1.96

/** One person's times item by item against the model: right answers full, wrong ones hollow. */
export function profilePlot(
  { residuals, right }: TimeProfile,
  { name, items }: { readonly name: string; readonly items: readonly string[] },
  tell: Tell,
): Markup {
  const known = residuals.flatMap((z, item) => (z === null ? [] : [{ z, item }]))
  if (known.length === 0) return html``
  const title = tell(`${name} 的逐题用时残差`, `Times of ${name} item by item`)
  const plot = plotFrame(
    {
      title,
      x: {
        label: tell('题目（作答表列序）', 'item (order of columns)'),
        least: 0,
        most: items.length + 1,
      },
      y: { label: tell('残差', 'residual'), least: -EDGE, most: EDGE },
      height: 190,
    },
    ({ toX, toY }) =>
      html`${[-STANDS_OUT, STANDS_OUT].map(
        (at) =>
          html`<line class="mark" x1="${toX(0)}" x2="${toX(items.length + 1)}" y1="${toY(at)}" y2="${toY(at)}"/>`,
      )}${known.map(({ z, item }) => {
        const fill = right[item] === false ? 'var(--ground)' : 'var(--c0)'
        const y = toY(Math.max(-EDGE, Math.min(EDGE, z)))
        return html`<circle cx="${toX(item + 1)}" cy="${y}" r="2.6" style="fill:${fill};stroke:var(--c0)"/>`
      })}`,
  )
  const out = known.filter(({ z }) => Math.abs(z) > STANDS_OUT)
  const names = (fast: boolean) =>
    out
      .filter(({ z }) => z < 0 === fast)
      .map(({ item }) => items[item] ?? '')
      .join(', ') || '–'
  return html`<figure>${plot}</figure>
<p class="dim">${tell(
    `零以下比预期快，以上比预期慢；实心为答对，空心为答错。超出虚线：快 ${names(true)}；慢 ${names(false)}。`,
    `Below zero is faster than expected, above slower; full dots are right answers, hollow ones wrong. Beyond the dashed lines: fast ${names(true)}; slow ${names(false)}.`,
  )}</p>`
}
