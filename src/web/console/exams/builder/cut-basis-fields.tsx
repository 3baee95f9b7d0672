import { NativeSelect, Textarea } from '@mantine/core'
import type { PanelRow } from '../../../../domain/scheduling/panel-views.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { useApi } from '../../queries.ts'
import { useText } from '../../text.ts'
import type { DraftFormApi } from './use-draft.ts'

/** What the cut scores rest on: a signed panel, whose cuts are taken over, or a stated reason. */
export function CutBasisFields({ form }: { readonly form: DraftFormApi }) {
  const t = useText()
  const say = useLocalized()
  const { number, list } = useFormats()
  const panels = useApi<{ panels: PanelRow[] }>('/panels')
  const { bankVersionId, panelId, levels } = form.values
  const signed = (panels.data?.panels ?? []).filter(
    ({ cuts, bank }) => cuts !== null && bank.bankVersionId === bankVersionId,
  )
  const cutsIn = (panel: PanelRow): string =>
    list((panel.cuts ?? []).map(({ level, cut }) => `${level} ${number(cut, 2)}`))
  const adopt = (id: string): void => {
    form.setFieldValue('panelId', id)
    const cuts = signed.find((panel) => panel.panelId === id)?.cuts ?? []
    for (const [index, { id: level }] of levels.entries()) {
      const found = cuts.find((one) => one.level === level)
      if (found) form.setFieldValue(`levels.${index}.cut`, found.cut)
    }
  }
  const known = signed.some((panel) => panel.panelId === panelId)
  return (
    <fieldset>
      <legend>{t('builder.basis')}</legend>
      <p className="dimmed">{t('builder.basis.hint')}</p>
      {panels.error !== null && <ProblemAlert error={panels.error} onRetry={panels.refetch} />}
      <NativeSelect
        label={t('builder.basis.panel')}
        description={
          panels.data !== undefined && signed.length === 0 ? t('builder.basis.no-panel') : undefined
        }
        value={panelId}
        onChange={(event) => adopt(event.currentTarget.value)}
        data={[
          { value: '', label: t('builder.basis.none') },
          ...(panelId === '' || known ? [] : [{ value: panelId, label: t('builder.basis.other') }]),
          ...signed.map((panel) => ({
            value: panel.panelId,
            label: `${say(panel.title)} (${cutsIn(panel)})`,
          })),
        ]}
      />
      <Textarea
        label={t('builder.basis.reason')}
        description={t('builder.basis.reason.hint')}
        maxLength={2000}
        {...form.getInputProps('cutReason')}
      />
    </fieldset>
  )
}
