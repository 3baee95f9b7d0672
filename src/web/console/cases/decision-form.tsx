import type { CaseView } from '../../../domain/review/views.ts'
import { api } from '../../shared/api.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { FindingForm } from './finding-form.tsx'

/** A finding, the reason for it and a note for whoever reviews the decision. */
export function DecisionForm({ view }: { readonly view: CaseView }) {
  const t = useText()
  const say = useLocalized()
  return (
    <FindingForm
      choices={view.choices}
      nameOf={({ name }) => say(name)}
      send={({ words: note, ...found }) =>
        api.post<CaseView>(`/cases/${view.id}/decisions`, { ...found, note })
      }
      refreshed={['/cases']}
      says={{
        finding: t('decision.finding'),
        findingHint: t('decision.finding.hint'),
        words: t('decision.note'),
        wordsHint: t('decision.note.hint'),
        wordsMissing: t('decision.note.missing'),
        button: t('decision.do'),
        consequence: t('decision.consequence', { needed: view.decisionsNeeded }),
        saved: t('decision.saved'),
        confirm: (finding) => t('decision.confirm.title', { finding }),
      }}
    >
      {view.mine === 'free' && <p className="note">{t('decision.seat-free')}</p>}
    </FindingForm>
  )
}
