import { useState } from 'react'
import type { ContactView, PartnerView } from '../../../domain/review/case-evidence.ts'
import type { CaseView } from '../../../domain/review/views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { useText } from '../text.ts'
import { useProbability } from './use-probability.ts'

type Link = NonNullable<PartnerView['link']>

function useContactColumns(): Column<ContactView>[] {
  const t = useText()
  const { dateTime, number } = useFormats()
  const others = (count: number): string =>
    count === 0 ? t('identity.others.none') : t('identity.others', { count: number(count) })
  const client = (name: string): string => {
    const [, family = name, held = ''] = /^(.*)-(desk|touch)$/.exec(name) ?? []
    const browser = `${family.slice(0, 1).toUpperCase()}${family.slice(1)}`
    return held === '' ? browser : t(`identity.client.${held as 'desk' | 'touch'}`, { browser })
  }
  return [
    {
      key: 'device',
      header: t('identity.device'),
      heading: true,
      sort: (row) => row.device,
      cell: (row) => (
        <>
          {row.device === null
            ? t('identity.device.unknown')
            : t('identity.device.name', { name: row.device })}
          <div className="dimmed">{client(row.client)}</div>
        </>
      ),
    },
    {
      key: 'others-device',
      header: t('identity.device.others'),
      sort: (row) => row.othersOnDevice,
      cell: (row) => (row.device === null ? '–' : others(row.othersOnDevice)),
    },
    {
      key: 'address',
      header: t('identity.address'),
      sort: (row) => row.address,
      cell: (row) =>
        row.address === null ? '–' : t('identity.address.name', { name: row.address }),
    },
    {
      key: 'others-address',
      header: t('identity.address.others'),
      sort: (row) => row.othersOnAddress,
      cell: (row) => others(row.othersOnAddress),
    },
    {
      key: 'first',
      header: t('identity.first-seen'),
      sort: (row) => row.firstSeenAt,
      cell: (row) => dateTime(row.firstSeenAt),
    },
  ]
}

function Contacts({ contacts }: { readonly contacts: readonly ContactView[] }) {
  const t = useText()
  const columns = useContactColumns()
  const [sorting, setSorting] = useState('first')
  return (
    <section aria-labelledby="identity-contacts">
      <h3 id="identity-contacts">{t('identity.contacts')}</h3>
      {contacts.length === 0 ? (
        <EmptyNote>{t('identity.contacts.empty')}</EmptyNote>
      ) : (
        <DataTable
          caption={t('identity.contacts')}
          columns={columns}
          rows={contacts}
          rowKey={(row) => `${row.device} ${row.address} ${row.client} ${row.firstSeenAt}`}
          sorting={sorting}
          onSort={setSorting}
          stacked
        />
      )}
    </section>
  )
}

function LinkItem({
  code,
  number,
  link,
}: {
  readonly code: string
  readonly number: number
  readonly link: Link
}) {
  const t = useText()
  const formats = useFormats()
  const probability = useProbability()
  return (
    <li>
      <strong>{t('similar.partner', { code })}</strong>{' '}
      <span className="dimmed">{t('similar.number', { number })}</span>
      <ul>
        {link.evidence.map(({ kind, bits, p }) => (
          <li key={kind}>
            {t(`identity.kind.${kind}`)}{' '}
            <span className="dimmed">
              {p === null
                ? t('identity.bits', { bits: formats.number(bits, 1) })
                : t('identity.p', { p: probability(p) })}
            </span>
          </li>
        ))}
        {link.gapMinutes !== null && (
          <li>{t('identity.gap', { minutes: formats.number(link.gapMinutes) })}</li>
        )}
        {link.superiorLine && <li className="dimmed">{t('identity.superior')}</li>}
      </ul>
      {link.p !== null && <p>{t('identity.together', { p: probability(link.p) })}</p>}
    </li>
  )
}

/** What ties the account to others and to its own past; by letters, never by name. */
export function IdentityPart({ view }: { readonly view: CaseView }) {
  const t = useText()
  const { number } = useFormats()
  const probability = useProbability()
  const linked = view.partners.flatMap(({ code, number, link }) =>
    link === null ? [] : [{ code, number, link }],
  )
  return (
    <>
      <p className="dimmed measure">{t('identity.hint')}</p>
      <Contacts contacts={view.contacts} />
      <h3>{t('identity.links')}</h3>
      {linked.length === 0 ? (
        <p className="dimmed">{t('identity.links.empty')}</p>
      ) : (
        <ul className="identity-links">
          {linked.map((one) => (
            <LinkItem key={one.code} {...one} />
          ))}
        </ul>
      )}
      <h3>{t('identity.rhythm')}</h3>
      <p className="measure">
        {view.rhythm === null
          ? t('identity.rhythm.none')
          : t('identity.rhythm.differs', {
              z: number(view.rhythm.z, 1),
              p: probability(view.rhythm.p),
            })}
      </p>
      <h3>{t('flag.innocent')}</h3>
      <ul className="measure">
        <li>{t('identity.innocent.shared')}</li>
        <li>{t('identity.innocent.office')}</li>
        <li>{t('identity.innocent.hands')}</li>
      </ul>
    </>
  )
}
