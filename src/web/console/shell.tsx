import { Suspense, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Me } from '../../domain/organization/views.ts'
import { useSharedText } from '../shared/use-text.ts'
import { HeaderMenus } from './header-menus.tsx'
import { type Section, sectionsFor } from './navigation.ts'
import { ErrorFence } from './parts/error-fence.tsx'
import { PageSkeleton } from './parts/skeletons.tsx'
import { Sections } from './sections.tsx'
import { useText } from './text.ts'

interface NavigationProps {
  readonly sections: readonly Section[]
  readonly opened: boolean
  readonly onFollow: () => void
}

function Navigation({ sections, opened, onFollow }: NavigationProps) {
  const t = useText()
  const [location] = useLocation()
  return (
    <nav
      id="navigation"
      className="navigation"
      data-opened={opened}
      aria-label={t('shell.navigation')}
    >
      <ul>
        {sections.map((section) => (
          <li key={section}>
            <Link
              href={`/${section}`}
              onClick={onFollow}
              {...(location.startsWith(`/${section}`) ? { 'aria-current': 'page' as const } : {})}
            >
              {t(`section.${section}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Header, navigation and the page: what stays while pages change. */
export function Shell({ me }: { readonly me: Me }) {
  const t = useText()
  const shared = useSharedText()
  const [opened, setOpened] = useState(false)
  const [location] = useLocation()
  const sections = sectionsFor(me.grants)
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {shared('app.skip')}
      </a>
      <header className="header">
        <button
          type="button"
          className="navigation-button"
          aria-expanded={opened}
          aria-controls="navigation"
          onClick={() => setOpened(!opened)}
        >
          {t('shell.menu')}
        </button>
        <Link href="/" className="brand">
          <span className="brand-mark" aria-hidden="true" />
          <span className="brand-name">{shared('app.name')}</span>
        </Link>
        <HeaderMenus me={me} />
      </header>
      <div className="below-header">
        <Navigation sections={sections} opened={opened} onFollow={() => setOpened(false)} />
        <main id="content" tabIndex={-1}>
          <ErrorFence key={location}>
            <Suspense fallback={<PageSkeleton />}>
              <Sections me={me} />
            </Suspense>
          </ErrorFence>
        </main>
      </div>
    </div>
  )
}
