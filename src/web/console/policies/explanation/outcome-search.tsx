import { NativeSelect, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useSharedText } from '../../../shared/use-text.ts'
import { useText } from '../../text.ts'
import { useUrlState } from '../../use-url-state.ts'

const EFFECTS = ['grant', 'hold', 'withhold'] as const

/** What outcomes are narrowed by, as it stands in the address; `all`: by no effect. */
export function useOutcomeSearch() {
  const [search, setSearch] = useUrlState('search', '')
  const [effect, setEffect] = useUrlState('effect', 'all')
  return { search, setSearch, effect, setEffect }
}

/** The fields for it, before what else can be done with the list. */
export function OutcomeSearch({ children }: { readonly children: ReactNode }) {
  const t = useText()
  const shared = useSharedText()
  const { search, setSearch, effect, setEffect } = useOutcomeSearch()
  return (
    <search className="toolbar">
      <TextInput
        label={shared('common.search')}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('policy.effect')}
        value={effect}
        onChange={(event) => setEffect(event.currentTarget.value)}
        data={[
          { value: 'all', label: t('policies.all') },
          ...EFFECTS.map((value) => ({ value, label: t(`effect.${value}`) })),
        ]}
      />
      {children}
    </search>
  )
}
