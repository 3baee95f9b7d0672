import { Button, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { useText } from '../../text.ts'
import type { NumberField } from '../constraint-fields.ts'
import { AssembledTable } from './assembled-table.tsx'
import { AssemblyProgressPart } from './assembly-progress-part.tsx'
import { ConflictFound } from './conflict-found.tsx'
import { FieldFindings, type PlacedFinding } from './field-findings.tsx'
import type { AssemblyState, useAssembly } from './use-assembly.ts'
import type { DraftFormApi } from './use-draft.ts'

const MOST_FORMS = 50
const MOST_SECONDS = 600

interface Props {
  readonly form: DraftFormApi
  readonly findings: readonly PlacedFinding[]
  readonly assembly: ReturnType<typeof useAssembly>
}

/** Puts forms together before the exam, and shows those the draft holds. */
export function FixedFormsPart({ form, findings, assembly }: Props) {
  const t = useText()
  const { forms } = form.values.delivery
  const { state, stale } = assembly
  return (
    <div className="delivery-fields">
      <Order assembly={assembly} held={forms.length} />
      {state.phase === 'running' && (
        <AssemblyProgressPart state={state} onCancel={assembly.cancel} />
      )}
      <Outcome state={state} />
      {forms.length === 0 && state.phase !== 'running' && (
        <p className="dimmed">{t('assembly.none')}</p>
      )}
      {stale && <p className="note">{t('assembly.stale')}</p>}
      {forms.length > 0 && <FieldFindings findings={findings} pointer="/delivery" />}
      {forms.length > 0 && (
        <AssembledTable
          forms={forms}
          reply={state.phase === 'assembled' ? state.reply : null}
          onRemove={() => form.setFieldValue('delivery.forms', [])}
        />
      )}
    </div>
  )
}

const within = (value: NumberField, least: number, most: number): boolean =>
  typeof value === 'number' && value >= least && value <= most

function useOrder(held: number) {
  const [formCount, setFormCount] = useState<NumberField>(held || 5)
  const [seconds, setSeconds] = useState<NumberField>(60)
  const [gapPercent, setGapPercent] = useState<NumberField>(1)
  const faulty = {
    formCount: !within(formCount, 1, MOST_FORMS) || !Number.isInteger(formCount),
    seconds: !within(seconds, 1, MOST_SECONDS),
    gap: !within(gapPercent, 0, 100),
  }
  const setterOf = (set: (value: NumberField) => void) => (value: number | string) =>
    set(typeof value === 'number' ? value : '')
  return {
    values: { formCount, seconds, gapPercent },
    set: {
      formCount: setterOf(setFormCount),
      seconds: setterOf(setSeconds),
      gap: setterOf(setGapPercent),
    },
    faulty,
    order: Object.values(faulty).some(Boolean)
      ? null
      : {
          formCount: Number(formCount),
          timeLimitSeconds: Number(seconds),
          gap: Number(gapPercent) / 100,
        },
  }
}

function Order({ assembly, held }: Pick<Props, 'assembly'> & { readonly held: number }) {
  const t = useText()
  const { values, set, faulty, order } = useOrder(held)
  const errorOf = (wrong: boolean) => (wrong ? t('fault.out-of-range') : null)
  return (
    <>
      <div className="field-pair">
        <NumberInput
          label={t('assembly.count')}
          min={1}
          max={MOST_FORMS}
          allowDecimal={false}
          value={values.formCount}
          onChange={set.formCount}
          error={errorOf(faulty.formCount)}
        />
        <NumberInput
          label={t('assembly.limit')}
          min={1}
          max={MOST_SECONDS}
          allowDecimal={false}
          value={values.seconds}
          onChange={set.seconds}
          error={errorOf(faulty.seconds)}
        />
      </div>
      <details className="inner-advanced">
        <summary>{t('assembly.advanced')}</summary>
        <NumberInput
          label={t('assembly.gap')}
          description={t('assembly.gap.hint')}
          min={0}
          max={100}
          decimalScale={2}
          suffix=" %"
          maw={320}
          value={values.gapPercent}
          onChange={set.gap}
          error={errorOf(faulty.gap)}
        />
      </details>
      <div className="row-foot">
        <Button
          variant="default"
          disabled={!assembly.ready || order === null || assembly.state.phase === 'running'}
          onClick={() => order !== null && void assembly.start(order)}
        >
          {t(held > 0 ? 'assembly.again' : 'assembly.start')}
        </Button>
        {!assembly.ready && <span className="dimmed">{t('assembly.not-ready')}</span>}
      </div>
    </>
  )
}

function Outcome({ state }: { readonly state: AssemblyState }) {
  const t = useText()
  return (
    <div role="status" className="assembly-outcome">
      {state.phase === 'cancelled' && <p>{t('assembly.cancelled')}</p>}
      {state.phase === 'undecided' && <p className="note">{t('assembly.undecided')}</p>}
      {state.phase === 'infeasible' && (
        <div className="conflict">
          <h2 className="verdict" data-good={false}>
            <span aria-hidden="true">✕</span>
            {t('assembly.infeasible')}
          </h2>
          <ConflictFound {...state.reply} />
        </div>
      )}
      {state.phase === 'failed' && <ProblemAlert error={state.error} />}
    </div>
  )
}
