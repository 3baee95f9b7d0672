import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Unit } from '../../../domain/organization/unit.ts'
import type { WebhookView } from '../../../domain/policy/outbox.ts'
import { api } from '../../shared/api.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { ConfirmModal } from '../parts/confirm-modal.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { tell } from '../parts/tell.ts'
import { unitLabel } from '../parts/unit-select.tsx'
import { useApi, useChange } from '../queries.ts'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'
import { NewWebhookDialog } from './new-webhook-dialog.tsx'

function useColumns(
  units: readonly Unit[],
  onEnd: (webhook: WebhookView) => void,
): readonly Column<WebhookView>[] {
  const t = useText()
  const say = useLocalized()
  const { date, number } = useFormats()
  const branch = ({ unitId }: WebhookView) => {
    const unit = units.find(({ id }) => id === unitId)
    return unit ? unitLabel(unit, units, say) : ''
  }
  const count = (key: 'waiting' | 'delivered' | 'dead'): Column<WebhookView> => ({
    key,
    header: t(`webhooks.${key}`),
    numeric: true,
    cell: (one) => number(one[key]),
    sort: (one) => one[key],
  })
  return [
    {
      key: 'url',
      header: t('webhooks.url'),
      heading: true,
      cell: ({ url }) => <code className="digest">{url}</code>,
      sort: ({ url }) => url,
    },
    { key: 'unit', header: t('webhooks.unit'), cell: branch, sort: branch },
    {
      key: 'topics',
      header: t('webhooks.topics'),
      cell: ({ topics }) => topics.map((topic) => t(`webhooks.topic.${topic}`)).join('; '),
    },
    ...[count('waiting'), count('delivered'), count('dead')],
    {
      key: 'state',
      header: t('webhooks.state'),
      cell: ({ endedAt }) =>
        endedAt === null ? t('webhooks.active') : t('webhooks.ended', { at: date(endedAt) }),
      sort: ({ endedAt }) => endedAt ?? '',
    },
    {
      key: 'acts',
      header: t('webhooks.acts'),
      cell: (one) => <Acts webhook={one} onEnd={() => onEnd(one)} />,
    },
  ]
}

function Acts({ webhook, onEnd }: { readonly webhook: WebhookView; readonly onEnd: () => void }) {
  const t = useText()
  const { url } = webhook
  return (
    <Group gap="xs">
      <Button
        component={Link}
        variant="default"
        href={`/webhooks/${webhook.id}`}
        aria-label={t('webhooks.show.of', { url })}
      >
        {t('webhooks.show')}
      </Button>
      {webhook.endedAt === null && (
        <Button variant="default" onClick={onEnd} aria-label={t('webhooks.end.of', { url })}>
          {t('webhooks.end')}
        </Button>
      )}
    </Group>
  )
}

function EndDialog({
  webhook,
  onClose,
}: {
  readonly webhook: WebhookView
  readonly onClose: () => void
}) {
  const t = useText()
  const ending = useChange(() => api.delete(`/webhooks/${webhook.id}`), '/webhooks')
  const end = () =>
    ending.mutate(undefined, {
      onSuccess: () => {
        tell(t('webhooks.end.done'))
        onClose()
      },
    })
  return (
    <ConfirmModal
      opened
      title={t('webhooks.end.of', { url: webhook.url })}
      confirm={t('webhooks.end')}
      busy={ending.isPending}
      error={ending.error}
      onClose={onClose}
      onConfirm={end}
    >
      <p>{t('webhooks.end.consequence')}</p>
    </ConfirmModal>
  )
}

function WebhookList({
  webhooks,
  units,
}: {
  readonly webhooks: readonly WebhookView[]
  readonly units: readonly Unit[]
}) {
  const t = useText()
  const [sorting, setSorting] = useUrlState('sort', 'state')
  const [ending, setEnding] = useState<WebhookView | null>(null)
  const columns = useColumns(units, setEnding)
  if (webhooks.length === 0) return <EmptyNote>{t('webhooks.empty')}</EmptyNote>
  return (
    <>
      <DataTable
        caption={t('section.webhooks')}
        columns={columns}
        rows={webhooks}
        rowKey={({ id }) => id}
        sorting={sorting}
        onSort={setSorting}
        stacked
      />
      {ending !== null && <EndDialog webhook={ending} onClose={() => setEnding(null)} />}
    </>
  )
}

/** Where other systems are told of what happens in my branches. */
export function WebhooksPage() {
  const t = useText()
  const [adding, setAdding] = useState(false)
  const units = useApi<{ units: Unit[] }>('/units')
  const query = useApi<{ webhooks: WebhookView[] }>('/webhooks')
  const known = units.data?.units ?? []
  return (
    <>
      <PageHeading title={t('section.webhooks')} lead={t('webhooks.lead')}>
        <Button onClick={() => setAdding(true)}>{t('webhooks.new')}</Button>
      </PageHeading>
      <QueryView query={query}>
        {({ webhooks }) => <WebhookList webhooks={webhooks} units={known} />}
      </QueryView>
      {adding && <NewWebhookDialog units={known} onClose={() => setAdding(false)} />}
    </>
  )
}
