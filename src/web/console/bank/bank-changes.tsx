import type { BankVersionChanges } from '../../../domain/bank/bank-version-views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'

/** More than anybody reads in a dialog; the whole bank is on the page below it. */
const IDS_SHOWN = 200

interface Props {
  readonly changes: BankVersionChanges
}

/** What a bank version holds, what its check remarked, and what is new in it. */
export function BankChanges({ changes }: Props) {
  const t = useText()
  const { number } = useFormats()
  const { itemCount, warnings, notes, comparedWith, digest } = changes
  return (
    <>
      <dl className="vouched">
        <dt>{t('bank.changes.items')}</dt>
        <dd>{number(itemCount)}</dd>
        <dt>{t('bank.changes.findings')}</dt>
        <dd>
          {t('bank.changes.findings.counts', { warnings: number(warnings), notes: number(notes) })}
        </dd>
        <dt>{t('bank.changes.digest')}</dt>
        <dd>
          <code>{digest}</code>
        </dd>
      </dl>
      {comparedWith === null ? (
        <p>{t('bank.changes.first')}</p>
      ) : (
        <Compared changes={changes} version={comparedWith} />
      )}
    </>
  )
}

function Compared({ changes, version }: Props & { readonly version: number }) {
  const t = useText()
  const { added, removed, changed, frameChanged } = changes
  const isSame = added.length + removed.length + changed.length === 0 && !frameChanged
  return (
    <div className="bank-changes">
      <p>{t(isSame ? 'bank.changes.same' : 'bank.changes.compared', { version })}</p>
      <ul className="plain">
        <Ids text="bank.changes.added" ids={added} />
        <Ids text="bank.changes.changed" ids={changed} />
        <Ids text="bank.changes.removed" ids={removed} />
        {frameChanged && <li>{t('bank.changes.frame')}</li>}
      </ul>
    </div>
  )
}

interface IdsProps {
  readonly text: 'bank.changes.added' | 'bank.changes.changed' | 'bank.changes.removed'
  readonly ids: readonly string[]
}

/** How many items, and which on request; nothing for none. */
function Ids({ text, ids }: IdsProps) {
  const t = useText()
  const { number } = useFormats()
  if (ids.length === 0) return null
  const rest = ids.length - IDS_SHOWN
  return (
    <li>
      <details>
        <summary>{t(text, { count: number(ids.length) })}</summary>
        <p className="ids">
          {ids.slice(0, IDS_SHOWN).join(', ')}
          {rest > 0 && ` ${t('bank.changes.more', { count: number(rest) })}`}
        </p>
      </details>
    </li>
  )
}
