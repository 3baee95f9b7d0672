import { useLanguage } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'

/** A spreadsheet to fill in, for who has no file yet. */
export function TemplateLinks() {
  const t = useText()
  const language = useLanguage()
  const linkTo = (format: 'xlsx' | 'csv') =>
    `/api/banks/template?format=${format}&language=${language}`
  return (
    <p className="template-links">
      {t('import.template')}{' '}
      <a href={linkTo('xlsx')} download>
        {t('import.format.xlsx')}
      </a>
      {' · '}
      <a href={linkTo('csv')} download>
        {t('import.format.csv')}
      </a>
    </p>
  )
}
