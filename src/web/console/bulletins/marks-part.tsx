import type {
  Bulletin,
  BulletinMark,
  BulletinUnit,
} from '../../../domain/settlement/bulletin/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'

function Mark({ unit, mark }: { readonly unit: BulletinUnit; readonly mark: BulletinMark }) {
  const t = useText()
  const say = useLocalized()
  const { percent } = useFormats()
  return (
    <li className="bulletin-mark">
      <h4>
        {say(unit.name)} · {t(`mark.${mark.kind}`)}
      </h4>
      <p>{say(mark.sentence)}</p>
      <p className="dimmed">{t('bulletin.marks.p', { p: percent(mark.p, 1) })}</p>
      <p>{t('bulletin.marks.explanations')}</p>
      <ul>
        {mark.explanations.map((text) => (
          <li key={text.en}>{say(text)}</li>
        ))}
      </ul>
    </li>
  )
}

/** What stands out, each with what else it may come from. */
export function MarksPart({ bulletin }: { readonly bulletin: Bulletin }) {
  const t = useText()
  const say = useLocalized()
  const marked = [bulletin.whole, ...bulletin.units].flatMap((unit) =>
    unit.marks.map((mark) => ({ unit, mark })),
  )
  return (
    <section>
      <h3>{t('bulletin.marks')}</h3>
      <p className="dimmed">
        {t('bulletin.marks.hint')}{' '}
        {bulletin.earlier !== null && t('bulletin.marks.earlier', { title: say(bulletin.earlier) })}
      </p>
      {marked.length === 0 ? (
        <p>{t('bulletin.marks.none')}</p>
      ) : (
        <ul className="bulletin-marks">
          {marked.map(({ unit, mark }) => (
            <Mark key={`${unit.id} ${mark.kind}`} unit={unit} mark={mark} />
          ))}
        </ul>
      )}
    </section>
  )
}
