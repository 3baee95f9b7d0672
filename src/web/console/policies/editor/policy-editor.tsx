import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Redirect } from 'wouter'
import type { FactDescriptionView, PolicyVersionView } from '../../../../domain/policy/views.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { PageHeading } from '../../parts/page-heading.tsx'
import { useLeaveGuard } from '../../parts/use-leave-guard.ts'
import { useText } from '../../text.ts'
import { saveDocument } from '../save-document.ts'
import { SimulationPart } from '../simulation/simulation-part.tsx'
import { CheckSummary } from './check-summary.tsx'
import { ExamplesPart } from './examples-part.tsx'
import { FactsReference } from './facts-reference.tsx'
import { OpenFile } from './open-file.tsx'
import { placeFindings } from './place-findings.ts'
import { documentOf, draftOf, emptyDraft } from './policy-draft.ts'
import { RulesPart } from './rules-part.tsx'
import { SaveDialog } from './save-dialog.tsx'
import { TermsFields } from './terms-fields.tsx'
import { useCheck } from './use-check.ts'
import { useDraft } from './use-draft.ts'

interface Props {
  /** Written further from this version; null: a policy of its own. */
  readonly from: PolicyVersionView | null
  readonly versions: readonly PolicyVersionView[]
  readonly facts: readonly FactDescriptionView[]
}

/** A draft with its check, facts of its subject, and where its findings belong. */
function useEditing({ from, facts }: Pick<Props, 'from' | 'facts'>) {
  const api = useDraft(useMemo(() => (from ? draftOf(from.document) : emptyDraft()), [from]))
  const check = useCheck(api.draft)
  const { data } = check.query
  const placed = useMemo(() => placeFindings(data?.findings ?? []), [data])
  const subject = api.draft.terms.subject ?? 'attempt'
  const own = useMemo(() => facts.filter((fact) => fact.subject === subject), [facts, subject])
  return { api, check, placed, own }
}

type Editing = ReturnType<typeof useEditing>

function SaveBar({ editing, onSave }: { readonly editing: Editing; readonly onSave: () => void }) {
  const t = useText()
  const { api, check } = editing
  const usable = check.query.data?.usable === true && !check.outdated
  const keep = (): void => {
    saveDocument(documentOf(api.draft))
    api.markKept()
  }
  return (
    <div className="save-bar">
      <Button onClick={onSave} disabled={!usable}>
        {t('policy-editor.save')}
      </Button>
      <Button variant="default" onClick={keep}>
        {t('policy-editor.save-file')}
      </Button>
      <span className="dimmed" role="status">
        {check.outdated
          ? t('policy-editor.checking')
          : t(usable ? 'policy-editor.ready' : 'policy-editor.not-ready')}
      </span>
    </div>
  )
}

function Title({ from }: Pick<Props, 'from'>) {
  const t = useText()
  const say = useLocalized()
  return (
    <PageHeading
      title={
        from === null
          ? t('policies.new')
          : t('policy-editor.from', { title: say(from.title), version: from.version })
      }
      lead={t('policy-editor.lead')}
    />
  )
}

/** Writes a policy: rules with help as they are typed, cases beside them, and what would follow. */
export function PolicyEditor({ from, versions, facts }: Props) {
  const [saving, setSaving] = useState(false)
  const [saved, setSaved] = useState<PolicyVersionView | null>(null)
  const [opened, setOpened] = useState(0)
  const editing = useEditing({ from, facts })
  const { api, check, placed, own } = editing
  useLeaveGuard(api.unsaved && saved === null)
  const document = documentOf(api.draft)
  if (saved !== null) return <Redirect to={`/policies/${saved.policyVersionId}`} replace />
  return (
    <>
      <Title from={from} />
      <OpenFile
        onOpen={(draft) => {
          api.replace(draft)
          setOpened((count) => count + 1)
        }}
      />
      {/* Fields that keep what is typed begin anew with another document. */}
      <div className="policy-editor" key={opened}>
        <div>
          <TermsFields terms={api.draft.terms} isNew={from === null} onChange={api.changeTerms} />
          <RulesPart api={api} facts={own} placed={placed} />
          <ExamplesPart api={api} facts={own} placed={placed} check={check.query.data} />
          <SaveBar editing={editing} onSave={() => setSaving(true)} />
        </div>
        <aside className="policy-aside">
          <CheckSummary check={check} placed={placed} />
          <FactsReference facts={own} />
        </aside>
      </div>
      <SimulationPart document={document} versions={versions} />
      {saving && (
        <SaveDialog
          document={document}
          from={from}
          onClose={() => setSaving(false)}
          onSaved={setSaved}
        />
      )}
    </>
  )
}
