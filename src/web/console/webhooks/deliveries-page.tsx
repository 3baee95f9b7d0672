import { Button } from '@mantine/core'
import { Link } from 'wouter'
import type { DeliveryView } from '../../../domain/policy/outbox.ts'
import { api } from '../../shared/api.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { tell } from '../parts/tell.ts'
import { useApi, useChange } from '../queries.ts'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'

function Answer({ delivery }: { readonly delivery: DeliveryView }) {
  const t = useText()
  const { dateTime } = useFormats()
  const { lastStatus, lastError, lastAt, nextAt } = delivery
  return (
    <>
      {[lastStatus, lastError].filter((part) => part !== null).join(' ')}
      {lastAt !== null && <div className="dimmed">{dateTime(lastAt)}</div>}
      {nextAt !== null && (
        <div className="dimmed">{t('webhooks.message.next', { at: dateTime(nextAt) })}</div>
      )}
    </>
  )
}

const STATE_KEYS = {
  waiting: 'webhooks.waiting',
  delivered: 'webhooks.delivered',
  dead: 'webhooks.dead',
} as const

function useColumns(path: string): readonly Column<DeliveryView>[] {
  const t = useText()
  const { dateTime, number } = useFormats()
  return [
    {
      key: 'made',
      header: t('webhooks.message.made'),
      heading: true,
      cell: ({ madeAt }) => dateTime(madeAt),
      sort: ({ madeAt }) => madeAt,
    },
    {
      key: 'topic',
      header: t('webhooks.message.topic'),
      cell: ({ topic }) => t(`webhooks.topic.${topic}`),
      sort: ({ topic }) => topic,
    },
    {
      key: 'state',
      header: t('webhooks.state'),
      cell: ({ state }) => t(STATE_KEYS[state]),
      sort: ({ state }) => state,
    },
    {
      key: 'attempts',
      header: t('webhooks.message.attempts'),
      numeric: true,
      cell: ({ attempts }) => number(attempts),
      sort: ({ attempts }) => attempts,
    },
    {
      key: 'answer',
      header: t('webhooks.message.answer'),
      cell: (delivery) => <Answer delivery={delivery} />,
    },
    {
      key: 'again',
      header: t('webhooks.acts'),
      cell: (delivery) => <AgainButton path={path} delivery={delivery} />,
    },
  ]
}

function AgainButton({
  path,
  delivery,
}: {
  readonly path: string
  readonly delivery: DeliveryView
}) {
  const t = useText()
  const { dateTime } = useFormats()
  const again = useChange(() => api.post(`${path}/${delivery.messageId}`, {}), path)
  const topic = t(`webhooks.topic.${delivery.topic}`)
  return (
    <>
      <Button
        variant="default"
        loading={again.isPending}
        onClick={() =>
          again.mutate(undefined, { onSuccess: () => tell(t('webhooks.message.sent')) })
        }
        aria-label={t('webhooks.message.again.of', { topic, at: dateTime(delivery.madeAt) })}
      >
        {t('webhooks.message.again')}
      </Button>
      {again.error !== null && <ProblemAlert error={again.error} />}
    </>
  )
}

function DeliveryList({
  path,
  deliveries,
}: {
  readonly path: string
  readonly deliveries: readonly DeliveryView[]
}) {
  const t = useText()
  const [sorting, setSorting] = useUrlState('sort', '-made')
  const columns = useColumns(path)
  if (deliveries.length === 0) return <EmptyNote>{t('webhooks.messages.empty')}</EmptyNote>
  return (
    <DataTable
      caption={t('webhooks.messages')}
      columns={columns}
      rows={deliveries}
      rowKey={({ messageId }) => messageId}
      sorting={sorting}
      onSort={setSorting}
      stacked
    />
  )
}

/** Messages to one webhook: what arrived, waits or was given up. */
export function DeliveriesPage({ webhookId }: { readonly webhookId: string }) {
  const t = useText()
  const path = `/webhooks/${webhookId}/deliveries`
  const query = useApi<{ deliveries: DeliveryView[] }>(path)
  return (
    <>
      <PageHeading title={t('webhooks.messages')} lead={t('webhooks.messages.lead')}>
        <Link href="/webhooks">{t('webhooks.back')}</Link>
      </PageHeading>
      <QueryView query={query}>
        {({ deliveries }) => <DeliveryList path={path} deliveries={deliveries} />}
      </QueryView>
    </>
  )
}
