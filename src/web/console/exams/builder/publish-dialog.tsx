import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { PublicationRule } from '../../../../domain/scheduling/exam.ts'
import type { ExamView } from '../../../../domain/scheduling/views.ts'
import { api } from '../../../shared/api.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { useSharedText } from '../../../shared/use-text.ts'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { tell } from '../../parts/tell.ts'
import { useReturnFocus } from '../../parts/use-return-focus.ts'
import { useChange } from '../../queries.ts'
import { useText } from '../../text.ts'
import { countConstraints, fieldsOfConstraints } from '../constraint-fields.ts'
import { useDeliveryWords } from '../use-delivery-words.ts'
import { RulesList } from './rules-list.tsx'

interface Props {
  readonly exam: ExamView
  readonly rules: readonly PublicationRule[]
  readonly onClose: () => void
}

function Frozen({ exam }: { readonly exam: ExamView }) {
  const t = useText()
  const say = useLocalized()
  const { window, number, list } = useFormats()
  const deliveryWords = useDeliveryWords()
  const kept = countConstraints(fieldsOfConstraints(exam.blueprint.constraints))
  const count = exam.blueprint.cells.reduce((sum, cell) => sum + cell.itemCount, 0)
  const cuts = exam.blueprint.levels.flatMap(({ name, cut }) =>
    cut === null ? [] : [`${say(name)} ${number(cut, 2)}`],
  )
  return (
    <>
      <h3>{t('publish.frozen')}</h3>
      <ul className="frozen">
        <li>{t('publish.bank', { title: say(exam.bank.title), version: exam.bank.version })}</li>
        <li>
          {t('publish.blueprint', { count, minutes: number(exam.blueprint.timeLimitSeconds / 60) })}
        </li>
        <li>{deliveryWords(exam.blueprint.delivery)}</li>
        {kept > 0 && <li>{t('publish.constraints', { count: kept })}</li>}
        <li>{t('publish.cuts', { cuts: list(cuts) })}</li>
        <li>
          {t('publish.policy', { title: say(exam.policy.title), version: exam.policy.version })}
        </li>
        <li>
          {t('publish.window', { window: window(exam.window.opensAt, exam.window.closesAt) })}
        </li>
        <li>{t('publish.commitment')}</li>
      </ul>
    </>
  )
}

/** Names what publishing freezes and every rule, asks for a reason where one is broken, once. */
export function PublishDialog({ exam, rules, onClose }: Props) {
  useReturnFocus()
  const t = useText()
  const shared = useSharedText()
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const publishing = useChange(
    (waiver: string | null) => api.post<ExamView>(`/exams/${exam.id}/publication`, { waiver }),
    '/exams',
  )
  const broken = rules.filter((rule) => !rule.met)
  const blocked = broken.some((rule) => !rule.waivable)
  const needsReason = broken.length > 0 && !blocked
  const missing = needsReason && reason.trim().length < 10
  const publish = (): void => {
    setAsked(true)
    if (missing) return
    publishing.mutate(needsReason ? reason.trim() : null, {
      onSuccess: () => {
        tell(t('publish.done'))
        onClose()
      },
    })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('publish.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': shared('common.close') }}
    >
      <Stack>
        <Frozen exam={exam} />
        <h3>{t('preview.rules')}</h3>
        <RulesList rules={rules} />
        {blocked && <p className="wrong">{t('publish.blocked')}</p>}
        {needsReason && (
          <Textarea
            label={t('publish.reason')}
            description={t('publish.reason.hint')}
            autosize
            minRows={3}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={asked && missing ? t('publish.reason.missing') : null}
            required
          />
        )}
        {publishing.error !== null && <ProblemAlert error={publishing.error} />}
        <p>{t(exam.verifies === null ? 'publish.consequence' : 'retest.consequence')}</p>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {shared('common.cancel')}
          </Button>
          <Button onClick={publish} loading={publishing.isPending} disabled={blocked}>
            {t('publish.do')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
