import type { LiveUnit } from '../../../../domain/delivery/live-board-views.ts'
import { useFormats, useLanguage, useLocalized } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import { LIVE_STATE_ORDER, totalOf } from './live-states.ts'

/** Levels of units that are unfolded to begin with. */
const OPEN_LEVELS = 2

/** The units as a tree that unfolds, each with a bar of where its people are. */
export function LiveUnits({ units }: { readonly units: readonly LiveUnit[] }) {
  const t = useText()
  const below = Map.groupBy(units, ({ parentId }) => parentId)
  return (
    <section className="card">
      <h2>{t('live.units')}</h2>
      <p className="dimmed">{t('live.units.hint')}</p>
      <Branch units={below.get(null) ?? []} below={below} level={0} />
    </section>
  )
}

interface BranchProps {
  readonly units: readonly LiveUnit[]
  readonly below: ReadonlyMap<string | null, readonly LiveUnit[]>
  readonly level: number
}

function Branch({ units, below, level }: BranchProps) {
  const say = useLocalized()
  const language = useLanguage()
  const sorted = [...units].sort((left, right) =>
    say(left.name).localeCompare(say(right.name), language, { numeric: true }),
  )
  return (
    <ul className="live-units">
      {sorted.map((unit) => {
        const children = below.get(unit.id) ?? []
        return (
          <li key={unit.id}>
            {children.length === 0 ? (
              <UnitLine unit={unit} />
            ) : (
              <details open={level < OPEN_LEVELS}>
                <summary>
                  <UnitLine unit={unit} />
                </summary>
                <Branch units={children} below={below} level={level + 1} />
              </details>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function UnitLine({ unit }: { readonly unit: LiveUnit }) {
  const t = useText()
  const say = useLocalized()
  const { number, list } = useFormats()
  const { counts } = unit
  const all = totalOf(counts)
  const trouble = counts.disconnected + counts.stalled
  const present = LIVE_STATE_ORDER.filter((state) => counts[state] > 0)
  const told = list(present.map((state) => `${t(`live.state.${state}`)} ${number(counts[state])}`))
  const figures = {
    all: number(all),
    begun: number(all - counts['not-started']),
    done: number(counts.submitted + counts.expired),
  }
  return (
    <span className="live-unit">
      <span className="live-unit-name">{say(unit.name)}</span>
      <span className="live-unit-figures">
        {t('live.unit.line', figures)}
        {trouble > 0 && <strong> · {t('live.unit.trouble', { count: number(trouble) })}</strong>}
      </span>
      <span
        className="live-bar"
        role="img"
        aria-label={t('live.bar', { name: say(unit.name), counts: told })}
        title={told}
      >
        {present.map((state) => (
          <span key={state} data-state={state} style={{ flexGrow: counts[state] }} />
        ))}
      </span>
    </span>
  )
}
