import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FactDescriptionView } from '../../../../domain/policy/views.ts'
import { useFormats, useLanguage } from '../../../shared/use-preferences.ts'
import { ScrollRegion } from '../../parts/scroll-region.tsx'
import { useText } from '../../text.ts'

const GROUPS = ['result', 'review', 'person', 'history', 'exam', 'unit'] as const

function Fact({ fact }: { readonly fact: FactDescriptionView }) {
  const t = useText()
  const language = useLanguage()
  const { list, number } = useFormats()
  const { minimum, maximum } = fact
  return (
    <div className="fact">
      <dt>
        <code>{fact.id}</code> <span className="dimmed">{fact.type}</span>
      </dt>
      <dd>
        {fact.description[language]}
        {minimum !== null && maximum !== null && (
          <div className="dimmed">
            {t('policy-editor.fact.range', { from: number(minimum), to: number(maximum) })}
          </div>
        )}
        {fact.values !== null && (
          <div className="dimmed">
            {t('policy-editor.fact.values', {
              values: list(fact.values.map((value) => `"${value}"`)),
            })}
          </div>
        )}
        <code className="fact-example">{fact.example}</code>
      </dd>
    </div>
  )
}

/** What conditions may read, searched by name in either language. */
export function FactsReference({ facts }: { readonly facts: readonly FactDescriptionView[] }) {
  const t = useText()
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const shown = facts.filter(({ id, name, description }) =>
    [id, name.en, name['zh-CN'], description.en, description['zh-CN']].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  )
  return (
    <section aria-labelledby="facts-reference">
      <h2 id="facts-reference">{t('policy-editor.facts')}</h2>
      <TextInput
        label={t('policy-editor.facts.search')}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <ScrollRegion label={t('policy-editor.facts')} tall>
        {shown.length === 0 && <p>{t('policy-editor.facts.none')}</p>}
        {GROUPS.map((group) => {
          const own = shown.filter((fact) => fact.group === group)
          return own.length === 0 ? null : (
            <div key={group} className="fact-groups">
              <h3>{t(`policy-editor.facts.${group}`)}</h3>
              <dl className="facts">
                {own.map((fact) => (
                  <Fact key={fact.id} fact={fact} />
                ))}
              </dl>
            </div>
          )
        })}
      </ScrollRegion>
    </section>
  )
}
