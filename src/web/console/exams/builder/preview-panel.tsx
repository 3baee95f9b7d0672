import type { BankVersionRow, ExamPreview } from '../../../../domain/scheduling/views.ts'
import { useLanguage } from '../../../shared/use-preferences.ts'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { ListSkeleton } from '../../parts/skeletons.tsx'
import { InformationPlot } from '../../plots/information-plot.tsx'
import { useText } from '../../text.ts'
import { AuditPart } from '../audit-part.tsx'
import type { DeliveryMode } from '../delivery-fields.ts'
import type { DraftForm } from '../draft-form.ts'
import { ConflictPart } from './conflict-part.tsx'
import { PreviewAdaptive } from './preview-adaptive.tsx'
import { PreviewCuts } from './preview-cuts.tsx'
import { PreviewFigures } from './preview-figures.tsx'
import { PreviewFindings } from './preview-findings.tsx'
import { RulesList } from './rules-list.tsx'
import { SampleForms } from './sample-forms.tsx'
import type { useExamPreview } from './use-exam-preview.ts'

interface Props {
  readonly preview: ReturnType<typeof useExamPreview>
  readonly levels: DraftForm['levels']
  readonly bank: BankVersionRow | undefined
  readonly mode: DeliveryMode
  /** The exam whose saved draft is what the fields show; null before it is saved. */
  readonly savedExamId: string | null
}

function Reply({
  reply,
  levels,
  bank,
  mode,
  savedExamId,
  question,
}: Omit<Props, 'preview'> & {
  readonly reply: ExamPreview
  readonly question: string | null
}) {
  const t = useText()
  const language = useLanguage()
  const nameOf = (id: string): string => {
    const level = levels.find((candidate) => candidate.id === id)
    return (language === 'en' ? level?.nameEn : level?.nameZh) || id
  }
  return (
    <>
      <AuditPart audit={reply.audit} />
      <PreviewFindings reply={reply} bank={bank} />
      {!reply.feasible && mayConflict(reply) && question !== null && (
        <ConflictPart question={question} />
      )}
      <PreviewFigures reply={reply} mode={mode} />
      {reply.adaptive && <PreviewAdaptive forecast={reply.adaptive} />}
      {reply.informationCurve.length > 1 && (
        <InformationPlot
          curve={reply.informationCurve}
          cuts={reply.cuts.map(({ level, cut, standardError }) => ({
            name: nameOf(level),
            value: cut,
            standardError,
          }))}
        />
      )}
      <PreviewCuts cuts={reply.cuts} nameOf={nameOf} />
      <section>
        <h3>{t('preview.rules')}</h3>
        {reply.rules.length === 0 ? (
          <p className="dimmed">{t('preview.rules.later')}</p>
        ) : (
          <RulesList rules={reply.rules} />
        )}
      </section>
      <SampleForms forms={reply.sampleForms} mode={mode} savedExamId={savedExamId} />
    </>
  )
}

/** Whether there is something to look for: forms still missing or broken explain themselves. */
function mayConflict({ findings, cells }: ExamPreview): boolean {
  const errors = findings.filter(({ severity }) => severity === 'error')
  return (
    cells.some(({ needed, usable }) => usable < needed) ||
    errors.length === 0 ||
    errors.some(({ pointer }) => !pointer.startsWith('/delivery'))
  )
}

/** What the blueprint means, live: feasible or not, how well it measures, what it costs. */
export function PreviewPanel({ preview, ...shown }: Props) {
  const t = useText()
  const { query, incomplete, outdated, question } = preview
  const reply = query.data
  return (
    <aside className="preview" aria-labelledby="preview-title">
      <div className="preview-head">
        <h2 id="preview-title">{t('preview.title')}</h2>
        <span className="dimmed" role="status">
          {incomplete
            ? t('preview.incomplete')
            : outdated
              ? t('preview.working')
              : t('preview.current')}
        </span>
      </div>
      {query.error !== null && <ProblemAlert error={query.error} onRetry={query.refetch} />}
      {reply !== undefined && (
        <div className="preview-body" data-outdated={incomplete || outdated}>
          <Reply reply={reply} question={outdated ? null : question} {...shown} />
        </div>
      )}
      {reply === undefined && query.error === null && !incomplete && <ListSkeleton count={5} />}
    </aside>
  )
}
