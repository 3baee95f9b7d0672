import { Checkbox, NativeSelect } from '@mantine/core'
import { useText } from '../../text.ts'
import { COGNITIVE_LEVEL_KEYS } from '../cognitive-levels.ts'
import { type FaultAt, IdsField } from './editor-fields.tsx'
import type { ItemDraft } from './item-draft.ts'
import { useNames } from './use-names.ts'

interface Props {
  readonly program: string
  readonly item: ItemDraft
  readonly onChange: (item: ItemDraft) => void
  readonly faultAt: FaultAt
}

/** What an item measures, and how deeply. */
export function MeasureFields({ program, item, onChange, faultAt }: Props) {
  const t = useText()
  const names = useNames(program)
  const ids = withAlso(names.competencies, [item.competency])
  return (
    <>
      <NativeSelect
        label={t('builder.cell.level')}
        value={item.level}
        onChange={(event) =>
          onChange({ ...item, level: event.currentTarget.value as ItemDraft['level'] })
        }
        data={COGNITIVE_LEVEL_KEYS.map((key) => ({ value: key, label: t(`level.${key}`) }))}
        error={faultAt('/level')}
      />
      <NativeSelect
        label={t('builder.cell.competency')}
        value={item.competency}
        onChange={(event) => onChange({ ...item, competency: event.currentTarget.value })}
        data={ids.map((id) => ({ value: id, label: names.competency(id) }))}
        error={faultAt('/competency')}
      />
    </>
  )
}

/** Whom an item is for, and what it belongs to or must not meet. */
export function PlaceFields(props: Props) {
  const { item, onChange, faultAt } = props
  const t = useText()
  return (
    <fieldset className="editor-part">
      <legend>{t('workshop.place')}</legend>
      <StimulusField {...props} />
      <PostsField {...props} />
      <IdsField
        label={t('item.enemies')}
        description={t('workshop.enemies.hint')}
        value={item.enemies}
        onChange={(enemies) => onChange({ ...item, enemies })}
        error={faultAt('/enemies', 'and-below')}
      />
    </fieldset>
  )
}

/** What there is to choose from, and what the item names although nothing knows it. */
function withAlso(known: readonly { readonly id: string }[], named: readonly string[]): string[] {
  return [...new Set([...known.map(({ id }) => id), ...named])]
}

function StimulusField({ program, item, onChange, faultAt }: Props) {
  const t = useText()
  const names = useNames(program)
  const { stimulus, ...others } = item
  const ids = withAlso(names.stimuli, stimulus === undefined ? [] : [stimulus])
  const labelOf = (id: string): string => {
    const title = names.stimulus(id)
    return title === id ? id : `${id}: ${title}`
  }
  return (
    <NativeSelect
      label={t('item.stimulus')}
      description={t('workshop.stimulus.hint')}
      value={stimulus ?? ''}
      onChange={(event) => {
        const chosen = event.currentTarget.value
        onChange(chosen === '' ? others : { ...others, stimulus: chosen })
      }}
      data={[
        { value: '', label: t('workshop.stimulus.none') },
        ...ids.map((id) => ({ value: id, label: labelOf(id) })),
      ]}
      error={faultAt('/stimulus')}
    />
  )
}

function PostsField({ program, item, onChange, faultAt }: Props) {
  const t = useText()
  const names = useNames(program)
  const ids = withAlso(names.posts, item.posts)
  if (ids.length === 0) return null
  return (
    <Checkbox.Group
      label={t('item.posts')}
      description={t('workshop.posts.hint')}
      value={item.posts}
      onChange={(posts) => onChange({ ...item, posts: ids.filter((id) => posts.includes(id)) })}
      error={faultAt('/posts', 'and-below')}
    >
      <div className="post-choices">
        {ids.map((id) => (
          <Checkbox key={id} value={id} label={names.post(id)} />
        ))}
      </div>
    </Checkbox.Group>
  )
}
