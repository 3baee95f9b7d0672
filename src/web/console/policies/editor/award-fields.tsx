import { NativeSelect, NumberInput, TextInput } from '@mantine/core'
import type { Award } from '../../../../domain/policy/policy.ts'
import { useText } from '../../text.ts'
import { TextPair } from './text-pair.tsx'

interface Props<Kind extends Award = Award> {
  readonly award: Kind
  readonly onChange: (award: Award) => void
}
type Of<Kind extends Award['kind']> = Props<Extract<Award, { kind: Kind }>>

const KINDS = ['credits', 'certificate', 'eligibility', 'talk', 'retraining'] as const

/** What an award of a kind begins with. */
const BLANK: Readonly<Record<Award['kind'], Award>> = {
  credits: { kind: 'credits', amount: 5 },
  certificate: { kind: 'certificate' },
  eligibility: { kind: 'eligibility', of: '' },
  talk: { kind: 'talk' },
  retraining: { kind: 'retraining' },
}

interface OptionalNumberProps {
  readonly label: string
  readonly value: number | undefined
  readonly onChange: (value: number | undefined) => void
  readonly max: number
}

/** A number that may be left out. */
function OptionalNumber({ label, value, onChange, max }: OptionalNumberProps) {
  return (
    <NumberInput
      label={label}
      value={value ?? ''}
      onChange={(next) => onChange(next === '' ? undefined : Number(next))}
      min={1}
      max={max}
      allowDecimal={false}
    />
  )
}

/** Leaves out what has no value: a document knows no empty fields. */
function without<Fields extends object>(fields: Fields): Fields {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')
  return Object.fromEntries(kept) as Fields
}

function CreditsFields({ award, onChange }: Of<'credits'>) {
  const t = useText()
  const change = (changed: object): void => onChange(without({ ...award, ...changed }))
  return (
    <>
      <NumberInput
        label={t('award-field.amount')}
        value={award.amount}
        onChange={(amount) => onChange({ ...award, amount: Number(amount) })}
        min={1}
        max={10_000}
        allowDecimal={false}
        required
      />
      <NativeSelect
        label={t('award-field.expires')}
        value={award.expires ?? 'five-years'}
        onChange={(event) =>
          change({ expires: event.currentTarget.value === 'year' ? 'year' : undefined })
        }
        data={(['year', 'five-years'] as const).map((value) => ({
          value,
          label: t(`award-field.expires.${value}`),
        }))}
      />
    </>
  )
}

function EligibilityFields({ award, onChange }: Of<'eligibility'>) {
  const t = useText()
  const change = (changed: object): void => onChange({ ...award, ...changed })
  const name = award.name ?? { 'zh-CN': '', en: '' }
  return (
    <>
      <TextInput
        label={t('award-field.of')}
        description={t('award-field.of.hint')}
        value={award.of}
        onChange={(event) => change({ of: event.currentTarget.value })}
        required
      />
      <OptionalNumber
        label={t('award-field.valid-months')}
        value={award.validMonths}
        onChange={(validMonths) => onChange(without({ ...award, validMonths }) as Award)}
        max={240}
      />
      <div className="wide-field">
        <TextPair
          label={t('award-field.name')}
          value={name}
          onChange={(next) => change({ name: next })}
        />
      </div>
    </>
  )
}

function TaskFields({ award, onChange }: Of<'talk' | 'retraining'>) {
  const t = useText()
  return (
    <>
      {award.kind === 'retraining' && (
        <TextInput
          label={t('award-field.competency')}
          description={t('award-field.competency.hint')}
          value={award.competency ?? ''}
          onChange={(event) =>
            onChange(without({ ...award, competency: event.currentTarget.value }))
          }
        />
      )}
      <OptionalNumber
        label={t('award-field.due-days')}
        value={award.dueDays}
        onChange={(dueDays) => onChange(without({ ...award, dueDays }) as Award)}
        max={366}
      />
    </>
  )
}

function FieldsOfKind({ award, onChange }: Props) {
  const t = useText()
  switch (award.kind) {
    case 'credits':
      return <CreditsFields award={award} onChange={onChange} />
    case 'certificate':
      return (
        <OptionalNumber
          label={t('award-field.valid-months')}
          value={award.validMonths}
          onChange={(validMonths) => onChange(without({ ...award, validMonths }) as Award)}
          max={240}
        />
      )
    case 'eligibility':
      return <EligibilityFields award={award} onChange={onChange} />
    case 'talk':
    case 'retraining':
      return <TaskFields award={award} onChange={onChange} />
  }
}

/** What a granting rule gives, of every kind there is. */
export function AwardFields({ award, onChange }: Props) {
  const t = useText()
  const isTask = award.kind === 'talk' || award.kind === 'retraining'
  return (
    <>
      <div className="field-pair">
        <NativeSelect
          label={t('award-field.kind')}
          value={award.kind}
          onChange={(event) => {
            const kind = KINDS.find((one) => one === event.currentTarget.value)
            if (kind) onChange(BLANK[kind])
          }}
          data={KINDS.map((value) => ({ value, label: t(`award-field.kind.${value}`) }))}
        />
        <FieldsOfKind award={award} onChange={onChange} />
      </div>
      {isTask && <p className="dimmed">{t('award-field.task.hint')}</p>}
    </>
  )
}
