import { Button, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Item } from '../../../../domain/bank/item.ts'
import type { KeyChange } from '../../../../domain/measurement/key-amendment.ts'
import type { AmendmentInput } from '../../../../domain/scheduling/amendment-views.ts'
import { api } from '../../../shared/api.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { ItemKey } from '../../bank/item-key.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { tell } from '../../parts/tell.ts'
import { useChange } from '../../queries.ts'
import { useText } from '../../text.ts'
import { useUrlState } from '../../use-url-state.ts'
import { answerFrom } from './answer-text.ts'
import { type ProposalFields, proposalFaults } from './proposal-faults.ts'

const KINDS = ['accept-also', 'replace', 'void'] as const satisfies readonly KeyChange['kind'][]
const EMPTY: ProposalFields = { itemId: '', kind: 'accept-also', answer: '', reason: '' }

function changeOf(item: Item, { kind, answer }: ProposalFields): KeyChange {
  return kind === 'void' ? { kind } : { kind, response: answerFrom(item, answer) }
}

function useProposal(examId: string) {
  const t = useText()
  // The item report leads here with the item it suspects.
  const [suspect] = useUrlState('item', '')
  const [fields, setFields] = useState<ProposalFields>({ ...EMPTY, itemId: suspect })
  const proposing = useChange(
    (input: AmendmentInput) => api.post(`/exams/${examId}/amendments`, input),
    `/exams/${examId}`,
  )
  const send = (item: Item): void =>
    proposing.mutate(
      { itemId: item.id, change: changeOf(item, fields), reason: fields.reason.trim() },
      {
        onSuccess: () => {
          setFields(EMPTY)
          tell(t('amendment.sent'))
        },
      },
    )
  const change = (part: Partial<ProposalFields>): void => setFields({ ...fields, ...part })
  return { fields, change, send, proposing }
}

/** Says that a key is wrong; somebody else decides. */
export function ProposalForm({
  examId,
  items,
}: {
  readonly examId: string
  readonly items: readonly Item[]
}) {
  const t = useText()
  const { fields, change, send, proposing } = useProposal(examId)
  const [tried, setTried] = useState(false)
  const item = items.find(({ id }) => id === fields.itemId)
  const faults = proposalFaults(item, fields)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (item === undefined || faults.answer || faults.reason) return
    send(item)
    setTried(false)
  }
  return (
    <form noValidate onSubmit={submit} className="import-form">
      <h3>{t('amendment.propose')}</h3>
      <Stack>
        <NativeSelect
          label={t('amendment.item')}
          value={fields.itemId}
          onChange={(event) => change({ itemId: event.currentTarget.value })}
          error={tried && faults.item ? t('amendment.item.missing') : null}
          data={[
            { value: '', label: t('amendment.item.choose') },
            ...items.map(({ id }) => ({ value: id, label: id })),
          ]}
        />
        {item !== undefined && <ItemAsIs item={item} />}
        <NativeSelect
          label={t('amendment.kind')}
          value={fields.kind}
          onChange={(event) => change({ kind: event.currentTarget.value as KeyChange['kind'] })}
          data={KINDS.map((value) => ({ value, label: t(`amendment.kind.${value}`) }))}
        />
        {fields.kind !== 'void' && (
          <TextInput
            label={t('amendment.answer')}
            description={t('amendment.answer.hint')}
            value={fields.answer}
            onChange={(event) => change({ answer: event.currentTarget.value })}
            error={tried && faults.answer ? t('amendment.answer.missing') : null}
          />
        )}
        <Textarea
          label={t('amendment.reason')}
          description={t('amendment.reason.hint')}
          value={fields.reason}
          maxLength={2000}
          onChange={(event) => change({ reason: event.currentTarget.value })}
          error={tried && faults.reason ? t('amendment.reason.missing') : null}
        />
        {proposing.error !== null && <ProblemAlert error={proposing.error} />}
        <div>
          <Button type="submit" loading={proposing.isPending}>
            {t('amendment.propose')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

/** The item with the ids by which an answer names its parts. */
function ItemAsIs({ item }: { readonly item: Item }) {
  const say = useLocalized()
  const parts = [
    ...('prompts' in item ? item.prompts : []),
    ...('options' in item ? item.options : []),
  ]
  return (
    <div>
      <p>{say(item.stem)}</p>
      {parts.length > 0 && (
        <p className="dimmed">{parts.map(({ id, text }) => `${id}: ${say(text)}`).join(' · ')}</p>
      )}
      <ItemKey item={item} />
    </div>
  )
}
