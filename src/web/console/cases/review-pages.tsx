import { Link, useLocation } from 'wouter'
import { useText } from '../text.ts'

const PAGES = [
  ['/cases', 'cases.tab.queue'],
  ['/cases/appeals', 'cases.tab.appeals'],
  ['/cases/accuracy', 'cases.tab.mine'],
  ['/cases/statistics', 'cases.tab.statistics'],
] as const

/** From one page of review to the others. */
export function ReviewPages() {
  const t = useText()
  const [path] = useLocation()
  return (
    <nav className="sub-pages" aria-label={t('cases.pages')}>
      <ul>
        {PAGES.map(([href, name]) => (
          <li key={href}>
            <Link href={href} {...(path === href ? { 'aria-current': 'page' as const } : {})}>
              {t(name)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
