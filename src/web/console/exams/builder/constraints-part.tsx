import { useState } from 'react'
import { useText } from '../../text.ts'
import { adaptiveConstraints, countConstraints } from '../constraint-fields.ts'
import type { ConstraintProps } from './constraint-props.ts'
import { PointRows, TimeRows, TypeRows } from './constraint-rows.tsx'
import { Members, RelevanceRange, Shares, StimulusRanges } from './constraint-singles.tsx'

/** What every form must keep beyond the counts of the cells; closed while nothing is set. */
export function ConstraintsPart(props: ConstraintProps) {
  const t = useText()
  const { constraints, delivery } = props.form.values
  const adaptive = delivery.mode === 'adaptive'
  const all = countConstraints(constraints)
  const count = adaptive ? countConstraints(adaptiveConstraints(constraints)) : all
  const [opened, setOpened] = useState(count > 0)
  const wrong = Object.keys(props.form.errors).some((path) => path.startsWith('constraints.'))
  return (
    <details
      className="advanced"
      open={opened || wrong}
      onToggle={(event) => setOpened(event.currentTarget.open)}
    >
      <summary>
        {t('constraint.title')}{' '}
        <span className="dimmed">
          {count === 0 ? t('constraint.none-set') : t('constraint.set', { count })}
        </span>
      </summary>
      {adaptive ? (
        <>
          <p className="note">
            {t('constraint.adaptive')}
            {all > count && ` ${t('constraint.adaptive.kept', { count: all - count })}`}
          </p>
          <Members {...props} lists={['exclude']} />
        </>
      ) : (
        <>
          <p className="dimmed">{t('constraint.lead')}</p>
          <TypeRows {...props} />
          <RelevanceRange {...props} />
          <TimeRows {...props} />
          <PointRows {...props} name="information" />
          <PointRows {...props} name="expectedScore" />
          <StimulusRanges {...props} />
          <Members {...props} lists={['include', 'exclude']} />
          <Shares {...props} />
        </>
      )}
    </details>
  )
}
