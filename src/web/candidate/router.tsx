import {
  type AnchorHTMLAttributes,
  type MouseEvent,
  type ReactElement,
  useEffect,
  useSyncExternalStore,
} from 'react'
import { pagesStale } from './offline/keep-pages.ts'

const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('popstate', listener)
  }
}

/**
 * Goes to another page of this bundle without loading anything; where a newer bundle has taken
 * its place on this device, the page is loaded from that.
 */
export function navigate(path: string, options: { readonly replace?: boolean } = {}): void {
  if (pagesStale()) {
    if (options.replace) location.replace(path)
    else location.assign(path)
    return
  }
  if (options.replace) history.replaceState(null, '', path)
  else history.pushState(null, '', path)
  for (const listener of listeners) listener()
}

/** The path of the page shown. */
export function usePath(): string {
  return useSyncExternalStore(subscribe, () => location.pathname)
}

/** One value of the query. */
export function useQuery(name: string): string | null {
  return useSyncExternalStore(subscribe, () => new URLSearchParams(location.search).get(name))
}

interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  readonly href: string
}

/** A link within the bundle; with a modifier key the browser does what it always does. */
export function Link({ href, ...anchor }: LinkProps): ReactElement {
  const follow = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
      return
    }
    event.preventDefault()
    navigate(href)
  }
  return <a {...anchor} href={href} onClick={follow} />
}

export function Redirect({ to }: { readonly to: string }): null {
  useEffect(() => navigate(to, { replace: true }), [to])
  return null
}
