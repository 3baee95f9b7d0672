import { Button, NumberInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { ConclusionInput } from '../../../domain/measurement/standard-setting/panel.ts'
import type { PanelView } from '../../../domain/scheduling/panel-views.ts'
import { api } from '../../shared/api.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { ConfirmModal } from '../parts/confirm-modal.tsx'
import { tell } from '../parts/tell.ts'
import { useChange } from '../queries.ts'
import { useText } from '../text.ts'
import { cutOfField } from './cut-of-field.ts'
import { ImpactLine } from './impact-line.tsx'

interface Props {
  readonly panel: PanelView
  readonly round: PanelView['rounds'][number]
}

/** The cuts to recommend: the judges' own to begin with, and whom each would let through. */
export function ConcludePart({ panel, round }: Props) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const judged = round.levels.map(({ level, cut }) => ({ level, cut }))
  const [cuts, setCuts] = useState<Readonly<Record<string, number | string>>>(() =>
    Object.fromEntries(
      judged.map(({ level, cut }) => [level, Number((cut?.theta ?? 0).toFixed(3))]),
    ),
  )
  const [reason, setReason] = useState('')
  const [asking, setAsking] = useState(false)
  const concluding = useChange(
    (input: ConclusionInput) => api.post(`/panels/${panel.panelId}/conclusions`, input),
    '/panels',
  )
  if (judged.some(({ cut }) => cut === null || cut.theta === null)) {
    return <p className="note">{t('panel.conclude.impossible')}</p>
  }
  const asked = judged.flatMap(({ level }) => {
    const cut = cutOfField(cuts[level])
    return cut === null ? [] : [{ level, cut }]
  })
  const sound = asked.length === judged.length
  const send = (): void =>
    concluding.mutate(
      { cuts: asked, reason: reason.trim() },
      {
        onSuccess: () => {
          setAsking(false)
          tell(t('panel.concluded'))
        },
      },
    )
  return (
    <section className="card panel-part">
      <h2>{t('panel.conclude')}</h2>
      <p className="dimmed">{t('panel.conclude.hint')}</p>
      {judged.map(({ level, cut }) => (
        <div key={level}>
          <NumberInput
            maw={320}
            label={say(
              panel.levels.find(({ id }) => id === level)?.name ?? { 'zh-CN': level, en: level },
            )}
            description={t('panel.conclude.judged', { cut: number(cut?.theta ?? 0, 2) })}
            step={0.05}
            min={-6}
            max={6}
            decimalScale={3}
            value={cuts[level] ?? ''}
            onChange={(value) => setCuts({ ...cuts, [level]: value })}
          />
          <ImpactLine
            impact={panel.impact}
            cut={cutOfField(cuts[level])}
            standardError={cut?.thetaStandardError ?? null}
          />
        </div>
      ))}
      <Textarea
        label={t('panel.reason')}
        description={t('panel.reason.hint')}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button mt="md" disabled={!sound} onClick={() => setAsking(true)}>
        {t('panel.conclude.do')}
      </Button>
      <ConfirmModal
        opened={asking}
        title={t('panel.conclude.do')}
        confirm={t('panel.conclude.do')}
        busy={concluding.isPending}
        error={concluding.error}
        onClose={() => {
          setAsking(false)
          concluding.reset()
        }}
        onConfirm={send}
      >
        <p>{t('panel.conclude.consequence')}</p>
      </ConfirmModal>
    </section>
  )
}
