/** What came of renewing a sign-in: `unreachable` says nothing about the sign-in itself. */
export type Renewal = 'renewed' | 'refused' | 'unreachable'

const RENEWED_AT = 'probity:renewed-at'

let running: Promise<Renewal> | null = null

function renewedAt(): number {
  try {
    return Number(localStorage.getItem(RENEWED_AT) ?? 0)
  } catch {
    return 0
  }
}

async function renew(sinceMs: number): Promise<Renewal> {
  // Another tab was quicker: its new cookies are ours too.
  if (renewedAt() > sinceMs) return 'renewed'
  try {
    const reply = await fetch('/api/login/refresh', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    // Read to its end, or the connection stays taken.
    await reply.arrayBuffer()
    if (!reply.ok) return reply.status >= 500 || reply.status === 429 ? 'unreachable' : 'refused'
  } catch {
    return 'unreachable'
  }
  try {
    localStorage.setItem(RENEWED_AT, String(Date.now()))
  } catch {
    // Only spares other tabs a renewal of their own.
  }
  return 'renewed'
}

/**
 * Renews the sign-in once for all calls waiting for it. A refresh token used twice counts as
 * stolen, so tabs take turns where the browser has locks.
 */
export function refreshLogin(sinceMs: number): Promise<Renewal> {
  running ??= (
    'locks' in navigator
      ? navigator.locks.request('probity:renew', () => renew(sinceMs))
      : renew(sinceMs)
  ).finally(() => {
    running = null
  })
  return running
}
