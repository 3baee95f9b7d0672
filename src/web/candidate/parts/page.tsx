import { type ReactElement, type ReactNode, useEffect, useRef } from 'react'
import { Link, usePath } from '../router.tsx'
import { useText } from '../text.ts'
import { DisplayMenu, LanguageSwitch } from './display-menu.tsx'
import { Mark } from './mark.tsx'

interface PageProps {
  readonly title: string
  readonly lead?: string
  /** Pages before sign-in have no way to other pages. */
  readonly signedIn?: boolean
  readonly narrow?: boolean
  readonly children: ReactNode
}

const PLACES = [
  { path: '/', key: 'nav.exams' },
  { path: '/awards', key: 'nav.awards' },
  { path: '/account', key: 'nav.account' },
] as const

function Header({ signedIn }: { readonly signedIn: boolean }): ReactElement {
  const t = useText()
  const path = usePath()
  return (
    <header className="top">
      <div className="top-inner">
        <Link href="/" className="brand">
          <Mark />
          <span>
            <strong>{t('app.name')}</strong>
            <small>{t('app.tagline')}</small>
          </span>
        </Link>
        {signedIn && (
          <nav aria-label={t('nav.label')}>
            {PLACES.map((place) => (
              <Link
                key={place.path}
                href={place.path}
                aria-current={path === place.path ? 'page' : undefined}
              >
                {t(place.key)}
              </Link>
            ))}
          </nav>
        )}
        <div className="top-tools">
          <LanguageSwitch />
          <DisplayMenu />
        </div>
      </div>
    </header>
  )
}

/** The first page is read from its top, as the browser has it. */
let moved = false

/** Header, heading and main part of every page but the exam. */
export function Page({
  title,
  lead,
  signedIn = true,
  narrow = false,
  children,
}: PageProps): ReactElement {
  const t = useText()
  const heading = useRef<HTMLHeadingElement>(null)
  const path = usePath()
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`
  }, [title, t])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page is read from its heading
  useEffect(() => {
    if (moved) heading.current?.focus({ preventScroll: true })
    if (moved) scrollTo(0, 0)
    moved = true
  }, [path])
  return (
    <>
      <a className="skip" href="#main">
        {t('app.skip')}
      </a>
      <Header signedIn={signedIn} />
      <main id="main" className={narrow ? 'page narrow' : 'page'}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead !== undefined && <p className="lead">{lead}</p>}
        {children}
      </main>
    </>
  )
}
