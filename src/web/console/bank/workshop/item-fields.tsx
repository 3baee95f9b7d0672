import { useText } from '../../text.ts'
import { type FaultAt, LocalizedField } from './editor-fields.tsx'
import type { ItemDraft } from './item-draft.ts'
import { KeyField } from './key-field.tsx'
import { PartsField } from './parts-field.tsx'
import { PicturesField } from './pictures-field.tsx'
import { MeasureFields, PlaceFields } from './place-fields.tsx'
import { SourceFields } from './source-fields.tsx'
import { TypeField } from './type-field.tsx'

interface Props {
  readonly program: string
  readonly item: ItemDraft
  readonly onChange: (change: ItemDraft | ((item: ItemDraft) => ItemDraft)) => void
  readonly faultAt: FaultAt
}

/** The fields of an item that people write; statistics come from elsewhere. */
export function ItemFields(props: Props) {
  const { item, onChange, faultAt } = props
  const t = useText()
  return (
    <>
      <div className="editor-row">
        <TypeField item={item} onChange={onChange} error={faultAt('/type')} />
        <MeasureFields {...props} />
      </div>
      <LocalizedField
        label={t('item.stem')}
        value={item.stem}
        onChange={(stem) => onChange({ ...item, stem })}
        path="/stem"
        faultAt={faultAt}
      />
      <PicturesField item={item} onChange={onChange} faultAt={faultAt} />
      <PartsField item={item} list="prompts" onChange={onChange} faultAt={faultAt} />
      <PartsField item={item} list="options" onChange={onChange} faultAt={faultAt} />
      <KeyField key={item.type} item={item} onChange={onChange} faultAt={faultAt} />
      <LocalizedField
        label={t('item.rationale')}
        value={item.rationale}
        onChange={(rationale) => onChange({ ...item, rationale })}
        path="/rationale"
        faultAt={faultAt}
      />
      <SourceFields {...props} />
      <PlaceFields {...props} />
    </>
  )
}
