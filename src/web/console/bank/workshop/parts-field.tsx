import { Button } from '@mantine/core'
import type { Item } from '../../../../domain/bank/item.ts'
import { useText } from '../../text.ts'
import { type PartList, partsOf, withNewPart, withoutPart, withParts } from './edit-parts.ts'
import { type FaultAt, LocalizedField } from './editor-fields.tsx'

interface Props {
  readonly item: Item
  readonly list: PartList
  readonly onChange: (item: Item) => void
  readonly faultAt: FaultAt
}

/** Options, steps or sides of a matching: their texts, one more, one less. */
export function PartsField({ item, list, onChange, faultAt }: Props) {
  const t = useText()
  const parts = partsOf(item, list)
  if (parts === null) return null
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
              onChange(
                withParts(
                  item,
                  list,
                  parts.map((each) => (each.id === part.id ? { id: part.id, text } : each)),
                ),
              )
            }
            path={`/${list}/${index}/text`}
            faultAt={faultAt}
          />
          <Button
            variant="subtle"
            disabled={parts.length <= 2}
            onClick={() => onChange(withoutPart(item, list, part.id))}
          >
            {t('workshop.part.remove', { id: part.id })}
          </Button>
        </div>
      ))}
      {fault !== null && <p className="wrong">{fault}</p>}
      <Button
        variant="default"
        disabled={parts.length >= 10}
        onClick={() => onChange(withNewPart(item, list))}
      >
        {t('workshop.part.add')}
      </Button>
    </fieldset>
  )
}
