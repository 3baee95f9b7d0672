import fc from 'fast-check'
import t from 'tap'
import { countBins } from '../../../src/cli/report-html/bar-plot.ts'
import { numberText } from '../../../src/cli/report-html/data-table.ts'
import { linePlot } from '../../../src/cli/report-html/line-plot.ts'
import { escapeText, html } from '../../../src/cli/report-html/markup.ts'
import { ticksOf } from '../../../src/cli/report-html/plot-frame.ts'

t.test('no text can leave its place in the markup', async (t) => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const { markup } = html`<p title="${text}">${text}</p>`
      const inner = escapeText(text)
      return markup === `<p title="${inner}">${inner}</p>` && !/[<>"']/.test(inner)
    }),
    { examples: [['"><script>'], ["' onload='"], ['&lt;'], ['\u0000\u001b']] },
  )
  t.equal(html`${[html`<b>${'<'}</b>`, 'x', null, 3]}`.markup, '<b>&lt;</b>x3')
})

t.test('every value falls in exactly one bin, those beyond in the outer ones', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -20, max: 20, noNaN: true })), (values) => {
      const bins = countBins(values, { least: -4, most: 4, width: 0.25 })
      return bins.length === 32 && bins.reduce((sum, { count }) => sum + count, 0) === values.length
    }),
  )
  t.equal(countBins([-99], { least: -4, most: 4, width: 0.25 })[0]?.count, 1)
  t.equal(countBins([4], { least: -4, most: 4, width: 0.25 }).at(-1)?.count, 1)
})

t.test('numbers have a true minus, and zero has none', async (t) => {
  const texts = [-1.234, -0.004, 0, Number.NaN].map((value) => numberText(value, 2))
  t.same(texts, ['−1.23', '0.00', '0.00', '–'])
})

t.test('ticks lie within the axis, two to eight of them', async (t) => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      (least, span) => {
        const most = least + span
        if (!(most > least)) return true
        const ticks = ticksOf({ label: '', least, most })
        const inside = ticks.every((tick) => tick >= least && tick <= most)
        return ticks.length >= 2 && ticks.length <= 8 && inside
      },
    ),
    { examples: [[-60079.85937499999, 0.000001]] },
  )
  t.same(ticksOf({ label: '', least: 0, most: 1 }), [0, 0.2, 0.4, 0.6000000000000001, 0.8, 1])
})

t.test('a higher value is drawn higher, a greater one further right', async (t) => {
  const { markup } = linePlot({
    title: 'x & y',
    x: { label: 'x', least: 0, most: 1 },
    y: { label: 'y', least: 0, most: 1 },
    lines: [{ name: 'line', xs: [0, 1], ys: [0, 1] }],
  })
  t.match(markup, /aria-label="x &amp; y"/)
  const [, first = '', second = ''] = /points="([^ ]+) ([^"]+)"/.exec(markup) ?? []
  const [[x1 = 0, y1 = 0], [x2 = 0, y2 = 0]] = [first, second].map((point) =>
    point.split(',').map(Number),
  ) as [number[], number[]]
  t.ok(x2 > x1 && y2 < y1)
})
