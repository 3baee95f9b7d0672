import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { PanelView } from '../../../domain/scheduling/panel-views.ts'
import { api } from '../../shared/api.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { ConfirmModal } from '../parts/confirm-modal.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { tell } from '../parts/tell.ts'
import { useApi, useChange } from '../queries.ts'
import { useText } from '../text.ts'
import { ConcludePart } from './conclude-part.tsx'
import { ConclusionCard } from './conclusion-card.tsx'
import { RoundResults } from './round-results.tsx'

/** The same number as in the service's finding (few-judges). */
const JUDGES_RECOMMENDED = 8

interface Props {
  readonly panel: PanelView
  /** Who runs exams here; who only signs, looks. */
  readonly mayRun: boolean
}

function InviteForm({ panel }: { readonly panel: PanelView }) {
  const t = useText()
  const [text, setText] = useState('')
  const inviting = useChange(
    (accounts: string[]) => api.post<PanelView>(`/panels/${panel.panelId}/judges`, { accounts }),
    '/panels',
  )
  const accounts = [...new Set(text.split(/[\s,;，；、]+/).filter((one) => one !== ''))]
  return (
    <form
      noValidate
      className="panel-invite"
      onSubmit={(event) => {
        event.preventDefault()
        if (accounts.length === 0) return
        inviting.mutate(accounts, { onSuccess: () => setText('') })
      }}
    >
      <Textarea
        label={t('panel.invite')}
        description={t('panel.invite.hint')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {inviting.error !== null && <ProblemAlert error={inviting.error} />}
      <Button type="submit" variant="default" loading={inviting.isPending}>
        {t('panel.invite.do')}
      </Button>
    </form>
  )
}

function Judges({ panel, mayRun }: Props) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const { method, itemCount, levels } = panel
  const asked = method === 'bookmark' ? levels.length : levels.length * itemCount
  const over = panel.state === 'concluded' || panel.state === 'signed'
  return (
    <section className="card panel-part">
      <h2>{t('panel.judges', { count: panel.judges.length })}</h2>
      {panel.judges.length < JUDGES_RECOMMENDED && (
        <p className="dimmed">{t('panel.judges.few')}</p>
      )}
      {panel.judges.length === 0 ? (
        <EmptyNote>{t('panel.judges.none')}</EmptyNote>
      ) : (
        <ul className="plain panel-judges">
          {panel.judges.map(({ personId, name, unitName, rated }) => (
            <li key={personId}>
              <span>
                {name} <span className="dimmed">{say(unitName)}</span>
              </span>
              {panel.round > 0 && (
                <span className="panel-progress">
                  <progress value={rated} max={asked} aria-label={t('panel.progress', { name })} />{' '}
                  {number(rated)} / {number(asked)}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayRun && !over && <InviteForm panel={panel} />}
    </section>
  )
}

function RoundPart({ panel }: { readonly panel: PanelView }) {
  const t = useText()
  const open = panel.state === 'rating'
  const round = open ? panel.round : panel.round + 1
  const [asking, setAsking] = useState(false)
  const turning = useChange(
    () =>
      api.post<PanelView>(`/panels/${panel.panelId}/rounds`, {
        round,
        act: open ? 'closed' : 'opened',
      }),
    '/panels',
  )
  const send = (): void =>
    turning.mutate(undefined, {
      onSuccess: () => {
        setAsking(false)
        tell(t(open ? 'panel.round.closed' : 'panel.round.opened', { round }))
      },
    })
  const words = open ? t('panel.round.close', { round }) : t('panel.round.open', { round })
  return (
    <section className="card panel-part">
      <h2>{t('panel.rounds')}</h2>
      <p>{t(open ? 'panel.round.open.now' : 'panel.round.none', { round: panel.round })}</p>
      <Button
        variant={open ? 'filled' : 'default'}
        disabled={panel.judges.length === 0}
        onClick={() => setAsking(true)}
      >
        {words}
      </Button>
      <ConfirmModal
        opened={asking}
        title={words}
        confirm={words}
        busy={turning.isPending}
        error={turning.error}
        onClose={() => {
          setAsking(false)
          turning.reset()
        }}
        onConfirm={send}
      >
        <p>{t(open ? 'panel.round.close.hint' : 'panel.round.open.hint')}</p>
      </ConfirmModal>
    </section>
  )
}

function Panel({ panel, mayRun }: Props) {
  const t = useText()
  const say = useLocalized()
  const { state, bank, itemCount } = panel
  const [last] = panel.rounds
  return (
    <>
      <PageHeading
        title={say(panel.title)}
        badges={
          <>
            <span className="badge">{t(`panel.state.${state}`)}</span>{' '}
            <span className="badge">{t(`panel.method.${panel.method}`)}</span>
          </>
        }
        lead={t('panel.lead', { bank: `${say(bank.title)} ${bank.version}`, count: itemCount })}
      />
      {panel.conclusions.map((conclusion, index) => (
        <ConclusionCard
          key={conclusion.conclusionId}
          panel={panel}
          conclusion={conclusion}
          signable={index === 0 && panel.maySign}
        />
      ))}
      {mayRun && (state === 'preparing' || state === 'rating' || state === 'discussing') && (
        <RoundPart panel={panel} />
      )}
      {mayRun && panel.mayConclude && last && <ConcludePart panel={panel} round={last} />}
      <Judges panel={panel} mayRun={mayRun} />
      {panel.rounds.map((round) => (
        <RoundResults key={round.round} panel={panel} round={round} />
      ))}
    </>
  )
}

/** One panel for who runs it, or signs what it came to. */
export function PanelPage({ panelId, mayRun }: { panelId: string; mayRun: boolean }) {
  const panel = useApi<PanelView>(`/panels/${panelId}`)
  return <QueryView query={panel}>{(found) => <Panel panel={found} mayRun={mayRun} />}</QueryView>
}
