import { Button, NativeSelect } from '@mantine/core'
import { Link } from 'wouter'
import type { BankVersionRow } from '../../../domain/scheduling/views.ts'
import { api } from '../../shared/api.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { EmptyNote } from '../parts/empty-note.tsx'
import { JsonUpload } from '../parts/json-upload.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { tell } from '../parts/tell.ts'
import { useApi, useChange } from '../queries.ts'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'
import { BankApprovalPart } from './bank-approval.tsx'
import { CoverageMap } from './coverage-map.tsx'
import { ItemBrowser } from './item-browser.tsx'

/** A bank of thousands of items takes a while to send and to check. */
const UPLOAD_TIMEOUT_MS = 180_000

function BankUpload() {
  const t = useText()
  const say = useLocalized()
  const sending = useChange(
    (document: unknown) =>
      api.post<BankVersionRow>('/banks', document, { timeoutMs: UPLOAD_TIMEOUT_MS }),
    '/banks',
  )
  return (
    <details className="upload">
      <summary>{t('banks.upload')}</summary>
      <JsonUpload
        label={t('banks.upload.file')}
        description={t('banks.upload.hint')}
        submit={t('banks.upload.do')}
        onSend={async (document) => {
          const row = await sending.mutateAsync(document)
          tell(t('banks.uploaded', { title: say(row.title), version: row.version }))
          return true
        }}
      />
    </details>
  )
}

function Bank({ bank }: { readonly bank: BankVersionRow }) {
  const t = useText()
  const { dateTime, number } = useFormats()
  return (
    <>
      <p className="dimmed">
        {t('banks.facts', {
          at: dateTime(bank.createdAt),
          count: number(bank.itemCount),
          digest: bank.digest.slice(0, 16),
        })}
      </p>
      <BankApprovalPart bank={bank} key={bank.bankVersionId} />
      <section>
        <h2>{t('coverage.title')}</h2>
        <CoverageMap bank={bank} />
      </section>
      <section>
        <h2>{t('items.title')}</h2>
        <ItemBrowser bank={bank} key={bank.bankVersionId} />
      </section>
    </>
  )
}

function Banks({ banks }: { readonly banks: readonly BankVersionRow[] }) {
  const t = useText()
  const say = useLocalized()
  const [chosen, setChosen] = useUrlState('bank', banks[0]?.bankVersionId ?? '')
  const bank = banks.find(({ bankVersionId }) => bankVersionId === chosen) ?? banks[0]
  if (bank === undefined) return <EmptyNote>{t('banks.empty')}</EmptyNote>
  return (
    <>
      <div className="toolbar">
        <NativeSelect
          className="wide"
          label={t('banks.version')}
          value={bank.bankVersionId}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={banks.map(({ bankVersionId, title, version, program, approval }) => ({
            value: bankVersionId,
            label: t(approval === null ? 'banks.choice.waiting' : 'banks.choice', {
              title: say(title),
              version,
              program,
            }),
          }))}
        />
      </div>
      <Bank bank={bank} />
    </>
  )
}

/** Item banks: what they cover and what is in them. */
export function BanksPage() {
  const t = useText()
  const banks = useApi<{ bankVersions: BankVersionRow[] }>('/banks')
  return (
    <>
      <PageHeading title={t('section.banks')} lead={t('banks.lead')}>
        <Button component={Link} href="/banks/workshop" variant="default">
          {t('workshop.title')}
        </Button>
        <Button component={Link} href="/banks/import">
          {t('banks.import')}
        </Button>
      </PageHeading>
      <BankUpload />
      <QueryView query={banks}>{(reply) => <Banks banks={reply.bankVersions} />}</QueryView>
    </>
  )
}
