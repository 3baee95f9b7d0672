import { Button, FileInput } from '@mantine/core'
import { useState } from 'react'
import type { Picture } from '../../../../domain/bank/item.ts'
import { useText } from '../../text.ts'
import { moved } from './edit-parts.ts'
import { type FaultAt, LocalizedField } from './editor-fields.tsx'
import type { ItemDraft } from './item-draft.ts'
import { MoveButtons } from './move-buttons.tsx'
import { PICTURE_LIMITS, PICTURE_TYPES, readPicture } from './read-picture.ts'

interface Props {
  readonly item: ItemDraft
  readonly onChange: (change: (item: ItemDraft) => ItemDraft) => void
  readonly faultAt: FaultAt
}

/** An item without pictures has no list of them. */
function withPictures(item: ItemDraft, pictures: Picture[]): ItemDraft {
  const { pictures: _, ...others } = item
  return pictures.length === 0 ? others : { ...others, pictures }
}

/** Pictures below the stem: added from a file, described in both languages, moved, removed. */
export function PicturesField({ item, onChange, faultAt }: Props) {
  const t = useText()
  const pictures = item.pictures ?? []
  const change = (next: Picture[]): void => onChange((now) => withPictures(now, next))
  const fault = faultAt('/pictures')
  return (
    <fieldset className="editor-part">
      <legend>{t('workshop.part.pictures')}</legend>
      {pictures.map((picture, index) => (
        <div key={picture.base64} className="part-row">
          <img
            className="picture-small"
            src={`data:${picture.mediaType};base64,${picture.base64}`}
            alt=""
          />
          <LocalizedField
            label={t('workshop.picture.alt', { place: index + 1 })}
            value={picture.alt}
            onChange={(alt) =>
              change(pictures.map((each) => (each === picture ? { ...each, alt } : each)))
            }
            path={`/pictures/${index}/alt`}
            faultAt={faultAt}
          />
          <div className="part-acts">
            <MoveButtons
              name={t('workshop.picture.name', { place: index + 1 })}
              place={index}
              count={pictures.length}
              onMove={(by) => change(moved(pictures, index, by))}
            />
            <Button
              variant="subtle"
              size="compact-md"
              onClick={() => change(pictures.filter((each) => each !== picture))}
            >
              {t('workshop.picture.remove', { place: index + 1 })}
            </Button>
          </div>
        </div>
      ))}
      {fault !== null && <p className="wrong">{fault}</p>}
      {pictures.length < PICTURE_LIMITS.count && (
        <AddPicture
          taken={pictures}
          onAdd={(added) => onChange((now) => withPictures(now, [...(now.pictures ?? []), added]))}
        />
      )}
    </fieldset>
  )
}

interface AddProps {
  readonly taken: readonly Picture[]
  readonly onAdd: (picture: Picture) => void
}

function AddPicture({ taken, onAdd }: AddProps) {
  const t = useText()
  const [fault, setFault] = useState<string | null>(null)
  const add = async (file: File | null): Promise<void> => {
    if (file === null) return
    const read = await readPicture(file)
    if (typeof read === 'string') return setFault(t(`workshop.picture.${read}`))
    if (taken.some(({ base64 }) => base64 === read.base64)) {
      return setFault(t('workshop.picture.twice'))
    }
    setFault(null)
    onAdd(read)
  }
  return (
    <FileInput
      label={t('workshop.picture.add')}
      description={t('workshop.picture.hint')}
      placeholder={t('workshop.picture.choose')}
      accept={PICTURE_TYPES.join(',')}
      value={null}
      onChange={(file) => void add(file).catch(() => setFault(t('workshop.picture.unreadable')))}
      error={fault}
    />
  )
}
