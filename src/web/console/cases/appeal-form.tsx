import type { AppealView } from '../../../domain/review/appeal-views.ts'
import { api } from '../../shared/api.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { FindingForm } from './finding-form.tsx'

/** The finding as it was or a milder one, with words for the candidate; sent once. */
export function AppealForm({ appeal }: { readonly appeal: AppealView }) {
  const t = useText()
  const say = useLocalized()
  return (
    <FindingForm
      choices={appeal.choices}
      nameOf={({ finding, name }) =>
        finding === appeal.finding.code
          ? t('appeal.finding.stays', { finding: say(name) })
          : say(name)
      }
      send={({ words: explanation, ...found }) =>
        api.post<AppealView>(`/cases/${appeal.caseId}/appeal/decision`, { ...found, explanation })
      }
      refreshed={['/appeals', '/cases']}
      says={{
        finding: t('appeal.finding'),
        findingHint: t('appeal.rule'),
        words: t('appeal.explanation'),
        wordsHint: t('appeal.explanation.hint'),
        wordsMissing: t('appeal.explanation.missing'),
        button: t('appeal.do'),
        consequence: t('appeal.consequence'),
        saved: t('appeal.saved'),
        confirm: (finding) => t('appeal.confirm.title', { finding }),
      }}
    />
  )
}
