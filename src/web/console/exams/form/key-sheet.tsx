import type { KeyedForm } from '../../../../domain/assembly/keyed-form.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { PlotTable } from '../../plots/plot-table.tsx'
import { useText } from '../../text.ts'
import { useKeyText } from './key-text.ts'

/** Question, right answer by the numbers of this form, and why. */
export function KeySheet({ form }: { readonly form: KeyedForm }) {
  const t = useText()
  const say = useLocalized()
  const keyText = useKeyText()
  return (
    <section className="key-sheet">
      <h2>{t('form.key.title')}</h2>
      <p className="dimmed">{t('form.key.hint')}</p>
      <PlotTable
        caption={t('form.key.title')}
        header={[t('form.key.place'), t('form.key.column'), t('item.rationale')]}
        rows={form.items.map((item) => [String(item.position), keyText(item), say(item.rationale)])}
      />
    </section>
  )
}
