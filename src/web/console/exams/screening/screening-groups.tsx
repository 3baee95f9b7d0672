import type { ScreeningView } from '../../../../domain/settlement/screening-summary.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'

/** Groups of attempts that go together: of which kind and how large, never whose. */
export function ScreeningGroups({ clusters }: Pick<ScreeningView, 'clusters'>) {
  const t = useText()
  const { number, list } = useFormats()
  const kinds = [...Map.groupBy(clusters, ({ kind }) => kind)]
  const nameOf = (kind: string): string => {
    const key = `screening.cluster.${kind}`
    return t.knows(key) ? t(key as 'screening.cluster.ring') : kind
  }
  return (
    <section className="card">
      <h2>{t('screening.clusters')}</h2>
      {kinds.length === 0 && <p>{t('screening.clusters.none')}</p>}
      {kinds.length > 0 && (
        <>
          <ul>
            {kinds.map(([kind, own]) => {
              const sizes = own.map(({ size }) => size).sort((one, other) => other - one)
              const [name, count] = [nameOf(kind), number(own.length)]
              return (
                <li key={kind}>
                  {kind === 'pair'
                    ? t('screening.clusters.pairs', { name, count })
                    : t('screening.clusters.row', {
                        name,
                        count,
                        sizes: list(sizes.map((size) => number(size))),
                      })}
                </li>
              )
            })}
          </ul>
          <p className="dimmed">{t('screening.clusters.hint')}</p>
        </>
      )}
    </section>
  )
}
