/**
 * One tab of an attempt is live; the others wait or ask it to hand over. With Web Locks the
 * browser sees to it, also when a tab crashes. They exist only on secure origins, so over plain
 * HTTP in a closed network a lease in localStorage, renewed every second, stands in.
 */
export interface LiveTab {
  /** Becomes live if no other tab is; `force` asks the other one to hand over. */
  readonly claim: (force: boolean) => Promise<boolean>
  readonly release: () => void
}

interface LiveTabEvents {
  /** Another tab wants to go on there: finish what is on its way, then return. */
  readonly onHandOver: () => Promise<void>
}

const HAND_OVER_MS = 4_000

function lockedTab(name: string, events: LiveTabEvents): LiveTab {
  const channel = new BroadcastChannel(name)
  let letGo: (() => void) | null = null
  const giveUp = (): void => {
    letGo?.()
    letGo = null
  }
  channel.onmessage = () => {
    if (letGo !== null) void events.onHandOver().then(giveUp)
  }
  const hold = (options: LockOptions): Promise<boolean> =>
    new Promise((resolve) => {
      navigator.locks
        .request(name, options, (lock) => {
          if (lock === null) return resolve(false)
          resolve(true)
          return new Promise<void>((done) => {
            letGo = done
          })
        })
        // Rejects when another tab steals the lock, or when waiting for it was given up.
        .catch(() => {
          if (letGo !== null) void events.onHandOver()
          letGo = null
          resolve(false)
        })
    })
  return {
    claim: async (force) => {
      if (await hold({ ifAvailable: true })) return true
      if (!force) return false
      channel.postMessage('hand-over')
      const patience = new AbortController()
      const timer = setTimeout(() => patience.abort(), HAND_OVER_MS)
      const handed = await hold({ signal: patience.signal })
      clearTimeout(timer)
      return handed || hold({ steal: true })
    },
    release: () => {
      giveUp()
      channel.close()
    },
  }
}

interface Lease {
  readonly tab: string
  readonly untilMs: number
}

const LEASE_MS = 5_000

function readLease(name: string): Lease | null {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null')
  } catch {
    return null
  }
}

function leasedTab(name: string, events: LiveTabEvents): LiveTab {
  const tab = String(Math.random())
  let timer: ReturnType<typeof setInterval> | undefined
  const stop = (): void => clearInterval(timer)
  const renew = (): void => {
    try {
      localStorage.setItem(name, JSON.stringify({ tab, untilMs: Date.now() + LEASE_MS }))
    } catch {
      // Without storage tabs cannot see each other; the server still keeps their entries apart.
    }
  }
  const onStorage = (event: StorageEvent): void => {
    if (event.key !== name || timer === undefined) return
    const lease = readLease(name)
    if (lease === null || lease.tab === tab) return
    stop()
    timer = undefined
    void events.onHandOver()
  }
  addEventListener('storage', onStorage)
  return {
    claim: (force) => {
      const lease = readLease(name)
      const free = lease === null || lease.tab === tab || lease.untilMs < Date.now()
      if (!free && !force) return Promise.resolve(false)
      renew()
      stop()
      timer = setInterval(renew, 1_000)
      // The other tab gets a moment to finish the request it has on its way.
      return new Promise((resolve) => setTimeout(() => resolve(true), free ? 0 : 1_500))
    },
    release: () => {
      removeEventListener('storage', onStorage)
      if (timer !== undefined) localStorage.removeItem(name)
      stop()
      timer = undefined
    },
  }
}

export function liveTab(attemptId: string, events: LiveTabEvents): LiveTab {
  const name = `probity:attempt:${attemptId}`
  return 'locks' in navigator && 'BroadcastChannel' in globalThis
    ? lockedTab(name, events)
    : leasedTab(name, events)
}
