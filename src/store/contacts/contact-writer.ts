import { createBatcher } from '../batcher.ts'
import type { Sql } from '../sql-pool.ts'
import { networkOf } from './network-of.ts'

/** How the server was reached about an attempt. */
export interface Contact {
  readonly attemptId: string
  /** Mark of the browser; null where it keeps none. */
  readonly device: string | null
  readonly address: string
  readonly loginId: string
  /** What the browser calls itself. */
  readonly userAgent: string
  readonly at: Date
}

export interface ContactWriter {
  /** Keeps a combination of device, address, login and browser that is new to its attempt. */
  readonly note: (contact: Contact) => Promise<void>
}

/** Combinations remembered, so that saving an answer costs no query. */
const REMEMBERED = 50_000
/** More combinations of one attempt tell nothing more. */
const MOST_AN_ATTEMPT = 100
/** Characters kept of a digest: 128 bits. */
const DIGEST_LENGTH = 32

/** Notes contacts; what a process has noted once it does not ask the database about again. */
export function createContactWriter(
  sql: Sql,
  keyedDigest: (purpose: string, text: string) => string,
): ContactWriter {
  const noted = new Set<string>()
  const digest = (purpose: string, text: string) =>
    keyedDigest(purpose, text).slice(0, DIGEST_LENGTH)
  const writer = createBatcher<NotedContact, null>({
    ...{ mostABatch: 200, mostAtOnce: 2, gather: 4, mostWaiting: 5000, longestWaitMs: 8000 },
    doAll: (contacts) => writeContacts(sql, contacts),
  })
  return {
    note: async (contact) => {
      const { attemptId, device, loginId, at } = contact
      const client = clientFamilyOf(contact.userAgent)
      const name = [attemptId, device ?? '', contact.address, loginId, client].join(' ')
      if (noted.has(name)) return
      const { address, network } = networkOf(contact.address)
      const row = {
        device: device === null ? null : digest('contact device', device),
        address: digest('contact address', address),
        network: digest('contact network', network),
      }
      const all = [row.device, row.address, loginId, client].join(' ')
      const combination = digest('contact combination', all)
      await writer.ask({ attemptId, combination, ...row, loginId, client, at })
      if (noted.size >= REMEMBERED) noted.clear()
      noted.add(name)
    },
  }
}

/** A contact as it is kept. */
interface NotedContact {
  readonly attemptId: string
  readonly combination: string
  readonly device: string | null
  readonly address: string
  readonly network: string
  readonly loginId: string
  readonly client: string
  readonly at: Date
}

/** Sorted, so that two batches about the same attempts don't wait for each other. */
async function writeContacts(sql: Sql, contacts: readonly NotedContact[]): Promise<null[]> {
  const rows = JSON.stringify(contacts)
  await sql.asSystem(
    (statement) => statement`
      insert into attempt_contact
        (attempt_id, combination, device, address, network, login_id, client, first_seen_at)
      select "attemptId", combination, device, address, network, "loginId", client, at
      from json_to_recordset(${rows}::text::json) as row ("attemptId" uuid, combination text,
        device text, address text, network text, "loginId" uuid, client text, at timestamptz)
      where (select count(*) from attempt_contact
        where attempt_id = "attemptId") < ${MOST_AN_ATTEMPT}
      order by "attemptId", combination
      on conflict (attempt_id, combination) do nothing`,
  )
  return contacts.map(() => null)
}

const FAMILIES = [
  ['edge', /\bEdg/],
  ['firefox', /\b(Firefox|FxiOS)\//],
  ['chrome', /\b(Chrome|CriOS|Chromium)\//],
  ['safari', /\bSafari\//],
] as const

/** Family of a browser and how it is held, as `firefox-desk`; no version and no model. */
export function clientFamilyOf(userAgent: string): string {
  const family = FAMILIES.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? 'other'
  return `${family}-${/Mobi|Android|iPhone|iPad|Tablet/.test(userAgent) ? 'touch' : 'desk'}`
}
