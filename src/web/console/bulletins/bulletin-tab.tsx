import { Button } from '@mantine/core'
import type { Bulletin } from '../../../domain/settlement/bulletin/views.ts'
import { useFormats, useLanguage, useLocalized } from '../../shared/use-preferences.ts'
import { Figure, Figures } from '../parts/figures.tsx'
import { useText } from '../text.ts'
import { MarksPart } from './marks-part.tsx'
import { OfSource } from './of-source.tsx'
import { TiesPlot } from './ties-plot.tsx'
import { UnitsTable } from './units-table.tsx'

function WholeFigures({ bulletin }: { readonly bulletin: Bulletin }) {
  const t = useText()
  const say = useLocalized()
  const { number, percent } = useFormats()
  const { participation, ability } = bulletin.whole
  if (participation === null) return <p className="dimmed">{t('bulletin.too-few')}</p>
  const due = participation.sat + participation.missing
  return (
    <Figures>
      <Figure
        name={t('bulletin.participation')}
        value={participation.share === null ? '–' : percent(participation.share)}
        hint={t('bulletin.participation.of', { sat: number(participation.sat), due: number(due) })}
      />
      <Figure name={t('bulletin.exempt')} value={number(participation.exempt)} />
      <Figure
        name={t('bulletin.mean')}
        value={ability === null ? '–' : number(ability.mean.value, 2)}
        hint={
          ability === null
            ? t('bulletin.too-few')
            : t('bulletin.interval', {
                low: number(ability.mean.low, 2),
                high: number(ability.mean.high, 2),
              })
        }
      />
      {bulletin.required !== null && ability !== null && ability.share !== null && (
        <Figure
          name={t('bulletin.share', { level: say(bulletin.required) })}
          value={percent(ability.share.value)}
          hint={t('bulletin.interval', {
            low: percent(ability.share.low),
            high: percent(ability.share.high),
          })}
        />
      )}
    </Figures>
  )
}

/** The files and the paper; files carry the language of the page. */
function FileActs({ path }: { readonly path: string }) {
  const t = useText()
  const language = useLanguage()
  const fileOf = (format: string) =>
    `/api${path.replace('/bulletin?', '/bulletin-file?')}&format=${format}&language=${language}`
  return (
    <div className="bulletin-acts">
      <Button component="a" variant="default" href={fileOf('xlsx')} download>
        {t('bulletin.xlsx')}
      </Button>
      <Button component="a" variant="default" href={fileOf('csv')} download>
        {t('bulletin.csv')}
      </Button>
      <Button variant="default" onClick={() => window.print()}>
        {t('bulletin.print')}
      </Button>
    </div>
  )
}

/** Units with intervals and ties, what to look at, and the same as a table and as files. */
export function BulletinTab({ unitId }: { readonly unitId: string }) {
  return (
    <OfSource unitId={unitId}>
      {(bulletin, path) => (
        <>
          <FileActs path={path} />
          <WholeFigures bulletin={bulletin} />
          <TiesPlot bulletin={bulletin} />
          <MarksPart bulletin={bulletin} />
          <UnitsTable bulletin={bulletin} />
        </>
      )}
    </OfSource>
  )
}
