import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { PolicyDocument } from '../../../../domain/policy/policy.ts'
import type { PolicyVersionView } from '../../../../domain/policy/views.ts'
import type { LocalizedText } from '../../../../domain/text.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { useSharedText } from '../../../shared/use-text.ts'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { useText } from '../../text.ts'
import { type Branch, BranchFields } from './branch-fields.tsx'
import { SimulationResult } from './simulation-result.tsx'
import { type SimulationOrder, type SimulationState, useSimulation } from './use-simulation.ts'

interface Props {
  readonly document: PolicyDocument
  readonly versions: readonly PolicyVersionView[]
}

interface PastExam {
  readonly examId: string
  readonly title: LocalizedText
}

/** Exams with results that stand, each once, whichever policy they go by. */
function finalExams(versions: readonly PolicyVersionView[]): PastExam[] {
  const exams = versions.flatMap((version) => version.exams).filter(({ final }) => final)
  return [...new Map(exams.map((exam) => [exam.examId, exam])).values()]
}

function Progress({
  state,
  onCancel,
}: {
  readonly state: Extract<SimulationState, { phase: 'running' }>
  readonly onCancel: () => void
}) {
  const t = useText()
  const shared = useSharedText()
  const { number } = useFormats()
  const { done, total } = state
  return (
    <div className="assembly-progress">
      <progress
        aria-label={t('simulation.progress')}
        {...(total === 0 ? {} : { max: total, value: done })}
      />
      <p role="status">
        {total === 0
          ? t('simulation.begins')
          : t('simulation.done-of', { done: number(done), total: number(total) })}
      </p>
      <Button variant="default" onClick={onCancel}>
        {shared('common.cancel')}
      </Button>
    </div>
  )
}

interface ExamsProps {
  readonly exams: readonly PastExam[]
  readonly chosen: readonly string[]
  readonly onChoose: (examIds: string[]) => void
}

function ExamsField({ exams, chosen, onChoose }: ExamsProps) {
  const t = useText()
  const say = useLocalized()
  if (exams.length === 0) return <EmptyNote>{t('simulation.no-exams')}</EmptyNote>
  return (
    <Checkbox.Group label={t('simulation.exams')} value={[...chosen]} onChange={onChoose}>
      <div className="simulation-exams">
        {exams.map(({ examId, title }) => (
          <Checkbox key={examId} value={examId} label={say(title)} />
        ))}
      </div>
    </Checkbox.Group>
  )
}

interface AgainstProps {
  readonly value: string
  readonly onChange: (policyVersionId: string) => void
  readonly others: readonly PolicyVersionView[]
  readonly isOfAttempts: boolean
}

function AgainstField({ value, onChange, others, isOfAttempts }: AgainstProps) {
  const t = useText()
  const say = useLocalized()
  const otherwise = t(isOfAttempts ? 'simulation.against.own' : 'simulation.against.none')
  return (
    <NativeSelect
      className="simulation-against"
      label={t('simulation.against')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: otherwise },
        ...others.map((version) => ({
          value: version.policyVersionId,
          label: t('policy.title', { title: say(version.title), version: version.version }),
        })),
      ]}
    />
  )
}

function Outcome({ state, order }: { readonly state: SimulationState; readonly order: string }) {
  const t = useText()
  if (state.phase === 'cancelled') return <p>{t('simulation.cancelled')}</p>
  if (state.phase === 'failed') return <ProblemAlert error={state.error} />
  if (state.phase !== 'simulated') return null
  return (
    <>
      {state.order !== order && <p className="note">{t('simulation.outdated')}</p>}
      <SimulationResult simulation={state.simulation} />
    </>
  )
}

/** What the simulation is asked for, with the fields that say it; null while something lacks. */
function useOrder({ document, versions }: Props) {
  const isOfAttempts = (document.subject ?? 'attempt') === 'attempt'
  const exams = finalExams(versions)
  const [chosen, setChosen] = useState<readonly string[] | null>(null)
  const [against, setAgainst] = useState('')
  const [branch, setBranch] = useState<Branch>({ unitId: '', year: new Date().getFullYear() })
  // All of them, until somebody chooses.
  const examIds = isOfAttempts ? (chosen ?? exams.map(({ examId }) => examId)) : []
  const order: SimulationOrder = {
    ...{ document, examIds },
    ...(against === '' ? {} : { againstVersionId: against }),
    ...(isOfAttempts ? {} : { standings: branch }),
  }
  const others = versions.filter(
    ({ approved, subject }) => approved && subject === (document.subject ?? 'attempt'),
  )
  const ready = isOfAttempts ? examIds.length > 0 : branch.unitId !== ''
  const fields = (
    <>
      {isOfAttempts ? (
        <ExamsField exams={exams} chosen={examIds} onChoose={setChosen} />
      ) : (
        <BranchFields branch={branch} onChange={setBranch} />
      )}
      <AgainstField {...{ others, isOfAttempts }} value={against} onChange={setAgainst} />
    </>
  )
  return { order, ready, fields }
}

/** Tries a document on past results, or on how a branch stands: who would gain and lose. */
export function SimulationPart(props: Props) {
  const t = useText()
  const { order, ready, fields } = useOrder(props)
  const { state, start, cancel } = useSimulation()
  return (
    <section className="card policy-part" aria-labelledby="simulation">
      <h2 id="simulation">{t('simulation.title')}</h2>
      <p className="dimmed">{t('simulation.lead')}</p>
      {fields}
      <div className="buttons">
        <Button onClick={() => void start(order)} disabled={!ready || state.phase === 'running'}>
          {t('simulation.run')}
        </Button>
      </div>
      {state.phase === 'running' && <Progress state={state} onCancel={cancel} />}
      <Outcome state={state} order={JSON.stringify(order)} />
    </section>
  )
}
