import { Alert, Button, Group, Modal, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { ApiOffline, ApiProblem } from '../../../shared/api-error.ts'
import { problemText } from '../../../shared/problem-text.ts'
import { useSharedText } from '../../../shared/use-text.ts'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { useReturnFocus } from '../../parts/use-return-focus.ts'
import { useText } from '../../text.ts'
import { ActConsequence, useWho } from './act-consequence.tsx'
import { ActTextField, MinutesField } from './act-fields.tsx'
import { ActReached } from './act-reached.tsx'
import { type ActKind, type ActTarget, reachedBy } from './act-target.ts'
import { type ServerTime, serverNowMs } from './server-now.ts'
import { type ActInput, useAct } from './use-act.ts'

/** What is offered first. */
const USUAL_MINUTES = 10

interface Props {
  readonly examId: string
  readonly kind: ActKind
  readonly target: ActTarget
  readonly serverTime: ServerTime
  readonly onClose: () => void
}

/**
 * Asks once before an act: names its consequence with numbers, takes the reason, then tells whom
 * it reached. While it is not certain whether an act arrived, it can only be sent again as it was:
 * it carries one id, so that it counts once.
 */
export function ActDialog({ examId, kind, target, serverTime, onClose }: Props) {
  useReturnFocus()
  const t = useText()
  const shared = useSharedText()
  const who = useWho()
  // As it was when the dialog opened: nobody is added or taken out behind the reader's back.
  const [seen] = useState(target)
  const { acting, send } = useAct(examId, seen)
  const whom = seen.all ? t('live.everybody') : who(reachedBy(kind, seen.rows))
  const titled = t('live.act.on', { act: t(`live.act.${kind}`), who: whom })
  return (
    <Modal
      opened
      onClose={onClose}
      title={titled}
      size="lg"
      closeButtonProps={{ 'aria-label': shared('common.close') }}
    >
      {acting.data === undefined ? (
        <ActForm
          {...{ kind, serverTime, onClose, onSend: send }}
          target={seen}
          busy={acting.isPending}
          error={acting.error}
        />
      ) : (
        <ActReached result={acting.data} target={seen} onClose={onClose} />
      )}
    </Modal>
  )
}

interface FormProps extends Pick<Props, 'kind' | 'target' | 'serverTime' | 'onClose'> {
  readonly busy: boolean
  readonly error: unknown
  readonly onSend: (input: ActInput) => void
}

function ActForm({ kind, target, serverTime, onClose, busy, error, onSend }: FormProps) {
  const t = useText()
  const shared = useSharedText()
  const timed = kind === 'extend' || kind === 'pause' || kind === 'reopen'
  const [minutes, setMinutes] = useState<number | null>(USUAL_MINUTES)
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const uncertain = isUncertain(error)
  const locked = busy || uncertain
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (text.trim() === '' || (timed && minutes === null)) return
    onSend({ kind, seconds: (minutes ?? 0) * 60, text: text.trim() })
  }
  const typed = { tried, disabled: locked }
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        {timed && <MinutesField {...{ kind, minutes, ...typed }} onChange={setMinutes} />}
        <ActTextField {...{ kind, text, ...typed }} onChange={setText} />
        {(!timed || minutes !== null) && (
          <ActConsequence
            {...{ kind, target, nowMs: serverNowMs(serverTime) }}
            minutes={timed ? minutes : null}
          />
        )}
        <LeftOut kind={kind} target={target} />
        {error !== null && <ActProblem error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {shared('common.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {uncertain ? t('live.act.again') : t(`live.act.${kind}`)}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function LeftOut({ kind, target }: Pick<Props, 'kind' | 'target'>) {
  const t = useText()
  if (target.all) return null
  const count = target.rows.length - reachedBy(kind, target.rows).length
  return count === 0 ? null : <p className="dimmed">{t('live.left-out', { count })}</p>
}

/** What went wrong and what is safe: a refusal changed nothing, a lost answer tells nothing. */
function ActProblem({ error }: { readonly error: unknown }) {
  const t = useText()
  const shared = useSharedText()
  if (!isUncertain(error)) {
    return (
      <>
        <ProblemAlert error={error} />
        <p>{t('live.act.nothing-done')}</p>
      </>
    )
  }
  const { title, reference } = problemText(error, shared)
  return (
    <Alert title={title} color="bad" role="alert" className="problem">
      <p>{t('live.act.uncertain')}</p>
      {reference !== null && <p className="dimmed">{reference}</p>}
    </Alert>
  )
}

/** Whether the service may have done it although its answer did not come, or came as a fault. */
function isUncertain(error: unknown): boolean {
  return error instanceof ApiOffline || (error instanceof ApiProblem && error.status >= 500)
}
