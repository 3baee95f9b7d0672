import { Button, NativeSelect, Radio, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { CaseView } from '../../../domain/review/views.ts'
import { api } from '../../shared/api.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { ConfirmModal } from '../parts/confirm-modal.tsx'
import { tell } from '../parts/tell.ts'
import { useLeaveGuard } from '../parts/use-leave-guard.ts'
import { useChange } from '../queries.ts'
import { useText } from '../text.ts'

interface Decision {
  readonly finding: string
  readonly reasonCode: string
  readonly note: string
}

/** Too short a note says nothing to whoever reviews the decision. */
const NOTE_MIN = 10

function useDecision(view: CaseView) {
  const t = useText()
  const [decision, setDecision] = useState<Decision>({ finding: '', reasonCode: '', note: '' })
  const [asking, setAsking] = useState(false)
  const [tried, setTried] = useState(false)
  const deciding = useChange(
    (body: Decision) => api.post<CaseView>(`/cases/${view.id}/decisions`, body),
    '/cases',
  )
  const missing = {
    finding: decision.finding === '',
    reasonCode: decision.reasonCode === '',
    note: decision.note.trim().length < NOTE_MIN,
  }
  return {
    decision,
    change: (part: Partial<Decision>) => setDecision({ ...decision, ...part }),
    asking,
    setAsking,
    deciding,
    missing: tried ? missing : { finding: false, reasonCode: false, note: false },
    ask: () => {
      setTried(true)
      if (!missing.finding && !missing.reasonCode && !missing.note) setAsking(true)
    },
    send: () =>
      deciding.mutate(
        { ...decision, note: decision.note.trim() },
        {
          onSuccess: () => {
            setAsking(false)
            tell(t('decision.saved'))
          },
        },
      ),
  }
}

/** A finding, the reason for it and a note; sent once, after a look at the consequence. */
export function DecisionForm({ view }: { readonly view: CaseView }) {
  const t = useText()
  const say = useLocalized()
  const { decision, change, asking, setAsking, deciding, missing, ask, send } = useDecision(view)
  useLeaveGuard(decision.note !== '' && !deciding.isSuccess)
  const choice = view.choices.find(({ finding }) => finding === decision.finding)
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        ask()
      }}
    >
      <Stack>
        <Radio.Group
          label={t('decision.finding')}
          description={t('decision.finding.hint')}
          value={decision.finding}
          onChange={(finding) => change({ finding, reasonCode: '' })}
          error={missing.finding ? t('decision.finding.missing') : null}
          required
        >
          <div className="findings-choice">
            {view.choices.map(({ finding, name }) => (
              <Radio key={finding} value={finding} label={say(name)} />
            ))}
          </div>
        </Radio.Group>
        <NativeSelect
          label={t('decision.reason')}
          disabled={choice === undefined}
          data={[
            { value: '', label: t(choice ? 'decision.reason.choose' : 'decision.reason.first') },
            ...(choice?.reasons ?? []).map(({ code, name }) => ({ value: code, label: say(name) })),
          ]}
          value={decision.reasonCode}
          onChange={(event) => change({ reasonCode: event.currentTarget.value })}
          error={missing.reasonCode ? t('decision.reason.missing') : null}
          required
        />
        <Textarea
          label={t('decision.note')}
          description={t('decision.note.hint')}
          autosize
          minRows={3}
          maxLength={2000}
          value={decision.note}
          onChange={(event) => change({ note: event.currentTarget.value })}
          error={missing.note ? t('decision.note.missing') : null}
          required
        />
        <div>
          <Button type="submit">{t('decision.do')}</Button>
        </div>
      </Stack>
      <ConfirmModal
        opened={asking}
        title={t('decision.confirm.title', { finding: choice ? say(choice.name) : '' })}
        confirm={t('decision.confirm')}
        busy={deciding.isPending}
        error={deciding.error}
        onClose={() => setAsking(false)}
        onConfirm={send}
      >
        <p>{t('decision.consequence', { needed: view.decisionsNeeded })}</p>
      </ConfirmModal>
    </form>
  )
}
