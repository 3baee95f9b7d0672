import type { ReactElement } from 'react'
import type { EvidenceLook } from '../../../domain/review/evidence-use.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { type CandidateTranslate, useText } from '../text.ts'

function roleName(t: CandidateTranslate, role: string | null): string {
  const key = `looks.role.${role}`
  return t.knows(key) ? t(key as 'looks.role.auditor') : t('looks.role.other')
}

/** Who looked at the evidence of the attempt, by role, newest first. */
export function Looks({ looks }: { readonly looks: readonly EvidenceLook[] }): ReactElement {
  const t = useText()
  const formats = useFormats()
  const [last] = looks
  if (last === undefined) return <p>{t('looks.none')}</p>
  return (
    <details>
      <summary>{t('looks.count', { count: looks.length, at: formats.dateTime(last.at) })}</summary>
      <p className="soft">{t('looks.note')}</p>
      <ul className="plain-list">
        {looks.map(({ at, act, what, role }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: looks may fall on one moment
          <li key={`${at} ${place}`}>
            <span className="soft">{formats.dateTime(at)}</span> {roleName(t, role)}{' '}
            {t(`looks.act.${act}`, { what: t(`looks.what.${what}`) })}
          </li>
        ))}
      </ul>
    </details>
  )
}
