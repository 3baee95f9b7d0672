import { NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../text.ts'
import { SUBJECT_KEYS } from '../subjects.ts'
import type { PolicyTerms } from './policy-draft.ts'
import { TextPair } from './text-pair.tsx'

interface Props {
  readonly terms: PolicyTerms
  /** A policy's id and subject stay as they are in every later version. */
  readonly isNew: boolean
  readonly onChange: (terms: PolicyTerms) => void
}

/** The same terms for another subject, without what only the former one has. */
function forSubject(terms: PolicyTerms, subject: (typeof SUBJECT_KEYS)[number]): PolicyTerms {
  const { subject: _subject, cycle, attendanceShare, ...others } = terms
  if (subject === 'attempt') return others
  return {
    ...others,
    subject,
    cycle: cycle ?? 'year',
    ...(subject === 'person' && attendanceShare !== undefined ? { attendanceShare } : {}),
  }
}

function Levels({ terms, onChange }: Pick<Props, 'terms' | 'onChange'>) {
  const t = useText()
  const [text, setText] = useState(terms.levels?.join(', ') ?? '')
  const change = (next: string): void => {
    setText(next)
    const { levels: _, ...others } = terms
    const levels = next.split(/[\s,，、;]+/).filter((level) => level !== '')
    onChange(levels.length === 0 ? others : { ...others, levels })
  }
  return (
    <TextInput
      label={t('policy-editor.levels')}
      description={t('policy-editor.levels.hint')}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}

function CycleFields({ terms, isNew, onChange }: Props) {
  const t = useText()
  const changeShare = (percent: string | number): void => {
    const { attendanceShare: _, ...others } = terms
    onChange(percent === '' ? others : { ...others, attendanceShare: Number(percent) / 100 })
  }
  return (
    <div className="field-pair">
      <NativeSelect
        label={t('policy.term.cycle')}
        value={terms.cycle ?? 'year'}
        disabled={!isNew}
        onChange={(event) =>
          onChange({
            ...terms,
            cycle: event.currentTarget.value === 'five-years' ? 'five-years' : 'year',
          })
        }
        data={(['year', 'five-years'] as const).map((value) => ({
          value,
          label: t(`policy.cycle.${value}`),
        }))}
      />
      {terms.subject === 'person' && (
        <NumberInput
          label={t('policy.term.attendanceShare')}
          description={t('policy-editor.attendance.hint')}
          value={terms.attendanceShare === undefined ? '' : Math.round(terms.attendanceShare * 100)}
          onChange={changeShare}
          min={0}
          max={100}
          suffix=" %"
        />
      )}
    </div>
  )
}

/** What stands above the rules: name, id, subject and its period. */
export function TermsFields({ terms, isNew, onChange }: Props) {
  const t = useText()
  const subject = terms.subject ?? 'attempt'
  return (
    <fieldset>
      <legend>{t('policy-editor.terms')}</legend>
      <TextPair
        label={t('policy.term.title')}
        value={terms.title}
        onChange={(title) => onChange({ ...terms, title })}
      />
      <div className="field-pair">
        <TextInput
          label={t('policy-editor.id')}
          description={t(isNew ? 'policy-editor.id.hint' : 'policy-editor.id.fixed')}
          value={terms.id}
          readOnly={!isNew}
          onChange={(event) => onChange({ ...terms, id: event.currentTarget.value })}
          required
        />
        <NativeSelect
          label={t('policies.subject')}
          description={t('policy-editor.subject.hint')}
          value={subject}
          disabled={!isNew}
          onChange={(event) => {
            const next = SUBJECT_KEYS.find((one) => one === event.currentTarget.value)
            if (next) onChange(forSubject(terms, next))
          }}
          data={SUBJECT_KEYS.map((value) => ({ value, label: t(`policy.subject.${value}`) }))}
        />
      </div>
      {subject !== 'attempt' && <CycleFields terms={terms} isNew={isNew} onChange={onChange} />}
      <Levels terms={terms} onChange={onChange} />
    </fieldset>
  )
}
