import { Button } from '@mantine/core'
import type { Option } from '../../../../domain/bank/item.ts'
import { useText } from '../../text.ts'
import { moved, type PartList, partsOf, withNewPart, withoutPart, withParts } from './edit-parts.ts'
import { type FaultAt, LocalizedField } from './editor-fields.tsx'
import type { ItemDraft } from './item-draft.ts'
import { MoveButtons } from './move-buttons.tsx'

interface Props {
  readonly item: ItemDraft
  readonly list: PartList
  readonly onChange: (item: ItemDraft) => void
  readonly faultAt: FaultAt
}

/** Options, steps or sides of a matching: their texts and order, one more, one less. */
export function PartsField({ item, list, onChange, faultAt }: Props) {
  const t = useText()
  const parts = partsOf(item, list)
  if (parts === null) return null
  const change = (next: Option[]): void => onChange(withParts(item, list, next))
  const fault = faultAt(`/${list}`)
  return (
    <fieldset className="editor-part">
      <legend>{t(`workshop.part.${list}`)}</legend>
      {parts.map((part, index) => (
        <div key={part.id} className="part-row">
          <LocalizedField
            label={part.id}
            value={part.text}
            onChange={(text) =>
              change(parts.map((each) => (each.id === part.id ? { ...each, text } : each)))
            }
            path={`/${list}/${index}/text`}
            faultAt={faultAt}
          />
          <div className="part-acts">
            <MoveButtons
              name={part.id}
              place={index}
              count={parts.length}
              onMove={(by) => change(moved(parts, index, by))}
            />
            <Button
              variant="subtle"
              size="compact-md"
              disabled={parts.length <= 2}
              onClick={() => onChange(withoutPart(item, list, part.id))}
            >
              {t('workshop.part.remove', { id: part.id })}
            </Button>
          </div>
        </div>
      ))}
      {fault !== null && <p className="wrong">{fault}</p>}
      <Button
        variant="default"
        disabled={parts.length >= 10}
        onClick={() => onChange(withNewPart(item, list))}
      >
        {t(list === 'prompts' ? 'workshop.part.add.prompts' : 'workshop.part.add')}
      </Button>
    </fieldset>
  )
}
