import type { Item } from '../../../../domain/bank/item.ts'
import { useText } from '../../text.ts'
import { ItemKey } from '../item-key.tsx'
import { CandidateView } from './candidate-view.tsx'
import type { ItemDraft } from './item-draft.ts'
import { useNames } from './use-names.ts'

/** Whether it is chosen what is true, which only a statement can leave open. */
function isKeyed(item: ItemDraft): item is Item {
  return item.key !== null
}

/** What is being written, as candidates will see it, and what they see only afterwards. */
export function ItemPreview({
  program,
  item,
}: {
  readonly program: string
  readonly item: ItemDraft
}) {
  const t = useText()
  const names = useNames(program)
  const stimulus = names.stimuli.find(({ id }) => id === item.stimulus) ?? null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is higher than the screen scrolls by keys
    <section className="card editor-preview" aria-label={t('workshop.preview')} tabIndex={0}>
      <h2>{t('workshop.as-seen')}</h2>
      <CandidateView item={item} stimulus={stimulus} />
      <h3>{t('item.key')}</h3>
      {isKeyed(item) ? <ItemKey item={item} /> : <p>–</p>}
    </section>
  )
}
