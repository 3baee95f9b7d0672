import { Button } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Bank } from '../../../../domain/bank/bank.ts'
import type { BankImport } from '../../../../domain/bank/formats/bank-import.ts'
import type { BankVersionRow } from '../../../../domain/scheduling/views.ts'
import { api } from '../../../shared/api.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { Figure, Figures } from '../../parts/figures.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { tell } from '../../parts/tell.ts'
import { useChange } from '../../queries.ts'
import { useText } from '../../text.ts'
import { ImportFindings } from './import-findings.tsx'

const PREVIEWED = 10
const KEEPING_TIMEOUT_MS = 180_000

/** What was understood: the counts, the first items, what to mend, and the step that keeps it. */
export function ImportOutcome({ read }: { readonly read: BankImport }) {
  const t = useText()
  const { number } = useFormats()
  return (
    <section aria-labelledby="import-outcome">
      <h2 id="import-outcome">{t('import.outcome')}</h2>
      <Figures>
        <Figure name={t('import.imported')} value={number(read.imported)} />
        <Figure
          name={t('import.skipped')}
          value={number(read.skipped)}
          hint={t('import.skipped.hint')}
        />
        <Figure name={t('import.lossy')} value={number(read.lossy)} hint={t('import.lossy.hint')} />
      </Figures>
      {read.bank === null ? (
        <EmptyNote>{t('import.nothing')}</EmptyNote>
      ) : (
        <Understood bank={read.bank} />
      )}
      <ImportFindings findings={read.findings} />
    </section>
  )
}

function Understood({ bank }: { readonly bank: Bank }) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const [, navigate] = useLocation()
  const [error, setError] = useState<unknown>(null)
  const keeping = useChange(
    (document: Bank) =>
      api.post<BankVersionRow>('/banks', document, { timeoutMs: KEEPING_TIMEOUT_MS }),
    '/banks',
  )
  const keep = async (): Promise<void> => {
    setError(null)
    try {
      const row = await keeping.mutateAsync(bank)
      tell(t('banks.uploaded', { title: say(row.title), version: row.version }))
      navigate(`/banks?bank=${row.bankVersionId}`)
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <>
      <h3>{t('import.preview', { count: number(Math.min(PREVIEWED, bank.items.length)) })}</h3>
      <ol className="import-preview">
        {bank.items.slice(0, PREVIEWED).map((item) => (
          <li key={item.id}>
            <code>{item.id}</code> {say(item.stem)}{' '}
            <span className="dimmed">
              {t(`type.${item.type}`)}, {t(`level.${item.level}`)}
            </span>
          </li>
        ))}
      </ol>
      {error !== null && <ProblemAlert error={error} />}
      <p className="dimmed">{t('import.keep.hint')}</p>
      <Button onClick={() => void keep()} loading={keeping.isPending}>
        {t('import.keep', { count: number(bank.items.length), program: bank.program })}
      </Button>
    </>
  )
}
