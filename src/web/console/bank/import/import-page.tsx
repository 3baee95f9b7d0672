import { useState } from 'react'
import type { BankImport } from '../../../../domain/bank/formats/bank-import.ts'
import { PageHeading } from '../../parts/page-heading.tsx'
import { useText } from '../../text.ts'
import { ImportForm } from './import-form.tsx'
import { ImportOutcome } from './import-outcome.tsx'
import { TemplateLinks } from './template-links.tsx'

/** Reads a foreign file first, shows what would come of it, and imports only when told to. */
export function ImportPage() {
  const t = useText()
  const [read, setRead] = useState<BankImport | null>(null)
  return (
    <>
      <PageHeading title={t('import.title')} lead={t('import.lead')} />
      <TemplateLinks />
      <ImportForm onRead={setRead} />
      {read !== null && <ImportOutcome read={read} />}
    </>
  )
}
