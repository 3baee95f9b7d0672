import { Button } from '@mantine/core'
import { useFormats } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import { type AskAct, actsFor, reachedBy } from './act-target.ts'
import type { Choice } from './use-choice.ts'

interface Props {
  readonly choice: Choice
  readonly reopens: boolean
  readonly onAct: AskAct
}

/** What can be done about those chosen; it stays in sight while the list is read. */
export function ChosenBar({ choice, reopens, onAct }: Props) {
  const t = useText()
  const { number } = useFormats()
  const { rows } = choice
  if (rows.length === 0) return null
  const kinds = actsFor(rows, reopens)
  return (
    <fieldset className="act-bar live-chosen">
      <legend className="hidden-text">{t('live.chosen.acts')}</legend>
      <strong role="status">{t('live.chosen', { count: number(rows.length) })}</strong>
      {kinds.map((kind) => (
        <Button key={kind} variant="default" onClick={() => onAct(kind, { all: false, rows })}>
          {t(`live.act.${kind}`)} ({number(reachedBy(kind, rows).length)})
        </Button>
      ))}
      <Button variant="subtle" onClick={choice.clear}>
        {t('live.chosen.clear')}
      </Button>
    </fieldset>
  )
}
