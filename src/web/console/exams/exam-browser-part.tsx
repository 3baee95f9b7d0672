import { Button, Group } from '@mantine/core'
import { useFormats } from '../../shared/use-preferences.ts'
import { CopyField } from '../parts/copy-field.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'

interface ExamBrowserView {
  readonly configKey: string
  readonly startUrl: string
  readonly file: string
  readonly link: string
  readonly configKeys: readonly string[]
  readonly browserExamKeys: readonly string[]
  readonly hasQuitPassword: boolean
}

/** How the exam is opened in Safe Exam Browser, to hand on and to check. */
export function ExamBrowserPart({ examId }: { readonly examId: string }) {
  const t = useText()
  const { number } = useFormats()
  const query = useApi<ExamBrowserView>(`/exams/${examId}/browser`)
  return (
    <QueryView query={query}>
      {(browser) => (
        <>
          <p className="dimmed">
            {browser.browserExamKeys.length === 0
              ? t('frozen.browser.any-version')
              : t('frozen.browser.versions', {
                  count: browser.browserExamKeys.length,
                  shown: number(browser.browserExamKeys.length),
                })}{' '}
            {t(browser.hasQuitPassword ? 'frozen.browser.quit' : 'frozen.browser.no-quit')}
          </p>
          <Group>
            <Button component="a" href={browser.file} download>
              {t('frozen.browser.download')}
            </Button>
            <Button component="a" href={browser.link} variant="default">
              {t('frozen.browser.try')}
            </Button>
          </Group>
          <CopyField
            label={t('frozen.browser.link')}
            value={browser.link}
            hint={t('frozen.browser.link.hint')}
          />
          <CopyField
            label={t('frozen.browser.key')}
            value={browser.configKey}
            hint={t('frozen.browser.key.hint', { address: browser.startUrl })}
          />
        </>
      )}
    </QueryView>
  )
}
