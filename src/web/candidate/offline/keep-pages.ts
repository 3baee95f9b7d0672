/** A newer build has taken over: the next page is loaded, not drawn by this one. */
let stale = false

/** Whether the pages drawn from here are of an older build than those kept on this device. */
export function pagesStale(): boolean {
  return stale
}

/** Asks a newer build that waits to take over; it does not while an exam is open. */
function askToTakeOver(registration: ServiceWorkerRegistration): void {
  const { installing, waiting } = registration
  waiting?.postMessage('take-over')
  installing?.addEventListener('statechange', () => {
    if (installing.state === 'installed') registration.waiting?.postMessage('take-over')
  })
}

async function register(container: ServiceWorkerContainer): Promise<void> {
  const updating = container.controller !== null
  container.addEventListener('controllerchange', () => {
    stale = updating
  })
  const registration = await container.register('/service-worker.js')
  registration.addEventListener('updatefound', () => askToTakeOver(registration))
  askToTakeOver(registration)
}

/**
 * Keeps the pages on this device, so that they open without a network; once the first page is
 * there, for it comes first on a slow line. Browsers without service workers go without.
 */
export function keepPages(): void {
  const { serviceWorker } = navigator
  if (!import.meta.env.PROD || serviceWorker === undefined) return
  const start = (): void => {
    register(serviceWorker).catch(() => {
      // A private window, or no room: the pages come from the network then.
    })
  }
  if (document.readyState === 'complete') start()
  else addEventListener('load', start, { once: true })
}
