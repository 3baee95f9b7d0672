import type { BankVersionRow } from '../../../domain/scheduling/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { ScrollRegion } from '../parts/scroll-region.tsx'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'
import { COGNITIVE_LEVEL_KEYS } from './cognitive-levels.ts'

/** Shades from none to most; the number says the same. */
function shadeOf(count: number, most: number): number {
  return most === 0 || count === 0 ? 0 : Math.max(1, Math.round((count / most) * 4))
}

interface CellProps {
  readonly cell: BankVersionRow['coverage'][number] | undefined
  readonly most: number
  readonly name: string
  readonly onChoose: () => void
}

function CoverageCell({ cell, most, name, onChoose }: CellProps) {
  const t = useText()
  const { number } = useFormats()
  const count = cell?.itemCount ?? 0
  const { easy, medium, hard } = cell?.difficulty ?? { easy: 0, medium: 0, hard: 0 }
  const bands = [easy, medium, hard].map((one) => number(one))
  const spread = t('coverage.bands', { easy, medium, hard })
  return (
    <td>
      <button
        type="button"
        className="coverage-cell"
        data-shade={shadeOf(count, most)}
        onClick={onChoose}
        aria-label={t('coverage.cell', { cell: name, count: number(count) })}
      >
        {number(count)}
      </button>
      {count > 0 && (
        <div className="coverage-bands" title={spread}>
          <span aria-hidden="true">{bands.join('·')}</span>
          <span className="hidden-text">{spread}</span>
        </div>
      )}
    </td>
  )
}

/** Usable items by competency and level; a cell narrows the list below to its items. */
export function CoverageMap({ bank }: { readonly bank: BankVersionRow }) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const [, setCompetency] = useUrlState('competency', '')
  const [, setLevel] = useUrlState('level', '')
  const cellOf = (competency: string, level: string) =>
    bank.coverage.find((cell) => cell.competency === competency && cell.level === level)
  const countOf = (competency: string, level: string) => cellOf(competency, level)?.itemCount ?? 0
  const most = Math.max(0, ...bank.coverage.map((cell) => cell.itemCount))
  return (
    <ScrollRegion label={t('coverage.title')}>
      <table className="coverage">
        <caption>{t('coverage.hint')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('builder.cell.competency')}</th>
            {COGNITIVE_LEVEL_KEYS.map((level) => (
              <th key={level} scope="col">
                {t(`level.${level}`)}
              </th>
            ))}
            <th scope="col">{t('coverage.all')}</th>
          </tr>
        </thead>
        <tbody>
          {bank.competencies.map(({ id, name }) => (
            <tr key={id}>
              <th scope="row">{say(name)}</th>
              {COGNITIVE_LEVEL_KEYS.map((level) => (
                <CoverageCell
                  key={level}
                  cell={cellOf(id, level)}
                  most={most}
                  name={`${say(name)} / ${t(`level.${level}`)}`}
                  onChoose={() => {
                    setCompetency(id)
                    setLevel(level)
                    document.getElementById('items')?.scrollIntoView()
                  }}
                />
              ))}
              <td className="coverage-sum">
                {number(COGNITIVE_LEVEL_KEYS.reduce((sum, level) => sum + countOf(id, level), 0))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
