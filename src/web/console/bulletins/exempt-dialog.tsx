import {
  Button,
  Group,
  Modal,
  NativeSelect,
  Select,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { PersonView } from '../../../domain/organization/views.ts'
import type { ExemptionRegister, NewExemption } from '../../../domain/settlement/bulletin/views.ts'
import { api } from '../../shared/api.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { useSharedText } from '../../shared/use-text.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { tell } from '../parts/tell.ts'
import { useReturnFocus } from '../parts/use-return-focus.ts'
import { useApi, useChange } from '../queries.ts'
import { useText } from '../text.ts'

interface Props {
  readonly unitId: string
  readonly exams: ExemptionRegister['exams']
  readonly onClose: () => void
}

const LONGEST_REASON = 1000

/** Finds a person of the unit's branch by a part of the name. */
function PersonField({
  unitId,
  value,
  error,
  onChange,
}: {
  readonly unitId: string
  readonly value: string
  readonly error: string | null
  readonly onChange: (personId: string) => void
}) {
  const t = useText()
  const say = useLocalized()
  const [search, setSearch] = useState('')
  const asked = `/persons?limit=20&unitId=${unitId}&search=${encodeURIComponent(search)}`
  const { data } = useApi<{ persons: PersonView[] }>(asked, { keep: true })
  return (
    <Select
      label={t('exempt.person')}
      description={t('exempt.person.hint')}
      data={(data?.persons ?? []).map(({ id, name, account, unit }) => ({
        value: id,
        label: `${name} (${account}, ${say(unit.name)})`,
      }))}
      // The service has searched already, by name and account.
      filter={({ options }) => options}
      value={value === '' ? null : value}
      onChange={(id) => onChange(id ?? '')}
      onSearchChange={(text) => setSearch(text.replace(/ \(.*$/, ''))}
      nothingFoundMessage={t('exempt.person.none')}
      error={error}
      searchable
      required
    />
  )
}

/** Asks who, from which exam, why and until when, and names the consequence. */
export function ExemptDialog({ unitId, exams, onClose }: Props) {
  useReturnFocus()
  const t = useText()
  const shared = useSharedText()
  const say = useLocalized()
  const [personId, setPersonId] = useState('')
  const [examId, setExamId] = useState(exams[0]?.id ?? '')
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  const [tried, setTried] = useState(false)
  const exempting = useChange(
    (body: NewExemption) => api.post(`/persons/${personId}/exemptions`, body),
    '/units/',
  )
  const missing = (text: string, message: string) => (tried && text.trim() === '' ? message : null)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (personId === '' || examId === '' || reason.trim() === '') return
    const end = until === '' ? {} : { until: new Date(until).toISOString() }
    exempting.mutate(
      { examId, reason: reason.trim(), ...end },
      {
        onSuccess: () => {
          tell(t('exempt.done'))
          onClose()
        },
      },
    )
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('exempt.new')}
      size="lg"
      closeButtonProps={{ 'aria-label': shared('common.close') }}
    >
      <form noValidate onSubmit={submit}>
        <Stack>
          {exams.length === 0 && <p className="note">{t('exempt.exam.none')}</p>}
          <NativeSelect
            label={t('exempt.exam')}
            data={exams.map(({ id, title }) => ({ value: id, label: say(title) }))}
            value={examId}
            onChange={(event) => setExamId(event.currentTarget.value)}
            required
          />
          <PersonField
            unitId={unitId}
            value={personId}
            onChange={setPersonId}
            error={missing(personId, t('exempt.choose'))}
          />
          <ReasonFields
            {...{ reason, until, setReason, setUntil }}
            error={missing(reason, t('exempt.reason.missing'))}
          />
          <p className="note">{t('exempt.consequence')}</p>
          {exempting.error !== null && <ProblemAlert error={exempting.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shared('common.cancel')}
            </Button>
            <Button type="submit" loading={exempting.isPending} disabled={exams.length === 0}>
              {t('exempt.do')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function ReasonFields(props: {
  readonly reason: string
  readonly until: string
  readonly error: string | null
  readonly setReason: (reason: string) => void
  readonly setUntil: (until: string) => void
}) {
  const t = useText()
  return (
    <>
      <Textarea
        label={t('exempt.reason')}
        description={t('exempt.reason.hint')}
        autosize
        minRows={2}
        maxLength={LONGEST_REASON}
        value={props.reason}
        onChange={(event) => props.setReason(event.currentTarget.value)}
        error={props.error}
        required
      />
      <TextInput
        type="datetime-local"
        label={t('exempt.until')}
        description={t('exempt.until.hint')}
        value={props.until}
        onChange={(event) => props.setUntil(event.currentTarget.value)}
      />
    </>
  )
}
