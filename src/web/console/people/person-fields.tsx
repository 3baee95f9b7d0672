import { Autocomplete, NativeSelect, NumberInput } from '@mantine/core'
import type { Rank } from '../../../domain/organization/person.ts'
import type { BankVersionRow } from '../../../domain/scheduling/views.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { isRank, RANK_KEYS } from './ranks.ts'

/** Ranks from the lowest up. */
export function RankSelect({
  value,
  onChange,
}: {
  readonly value: Rank
  readonly onChange: (rank: Rank) => void
}) {
  const t = useText()
  return (
    <NativeSelect
      label={t('person.rank')}
      data={RANK_KEYS.map((rank) => ({ value: rank, label: t(`rank.${rank}`) }))}
      value={value}
      onChange={({ currentTarget }) => {
        if (isRank(currentTarget.value)) onChange(currentTarget.value)
      }}
    />
  )
}

/** A post by its id; those of the banks are offered, where this person may read the banks. */
export function PostField({
  value,
  onChange,
}: {
  readonly value: string
  readonly onChange: (post: string) => void
}) {
  const t = useText()
  const say = useLocalized()
  const banks = useApi<{ bankVersions: BankVersionRow[] }>('/banks')
  const posts = (banks.data?.bankVersions ?? []).flatMap((bank) => bank.posts)
  const names = new Map(posts.map(({ id, name }) => [id, say(name)]))
  return (
    <Autocomplete
      label={t('person.post')}
      description={names.get(value) ?? t('person.post.hint')}
      data={[...names.keys()]}
      renderOption={({ option }) => `${names.get(option.value) ?? ''} (${option.value})`}
      value={value}
      onChange={onChange}
      maxLength={64}
    />
  )
}

/** A birth year, which may stay unknown. */
export function BirthYearField({
  value,
  onChange,
}: {
  readonly value: number | null
  readonly onChange: (year: number | null) => void
}) {
  const t = useText()
  return (
    <NumberInput
      label={t('person.birth-year')}
      description={t('person.birth-year.hint')}
      min={1900}
      max={2100}
      allowDecimal={false}
      allowNegative={false}
      thousandSeparator=""
      hideControls
      value={value ?? ''}
      onChange={(year) => onChange(typeof year === 'number' ? year : null)}
    />
  )
}
