import type { BankVersionRow, ExamView } from '../../../../domain/scheduling/views.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { CopyField } from '../../parts/copy-field.tsx'
import { PlotTable } from '../../plots/plot-table.tsx'
import { useApi } from '../../queries.ts'
import { useText } from '../../text.ts'
import { useConstraintWords } from '../use-constraint-words.ts'
import { useDeliveryWords } from '../use-delivery-words.ts'
import { RequirementsPart } from './requirements-part.tsx'
import { ReviewRulesPart } from './review-rules-part.tsx'

interface BlueprintProps {
  readonly exam: ExamView
  readonly bank: BankVersionRow | undefined
}

/** How candidates get their forms, and what every form keeps. */
function HowAndWithin({ exam, bank }: BlueprintProps) {
  const t = useText()
  const deliveryWords = useDeliveryWords()
  const constraintWords = useConstraintWords(bank)
  const { delivery, constraints } = exam.blueprint
  const lines = constraintWords(constraints)
  return (
    <>
      <section>
        <h2>{t('delivery.title')}</h2>
        <p>{deliveryWords(delivery)}</p>
      </section>
      {lines.length > 0 && (
        <section>
          <h2>{t('constraint.title')}</h2>
          <ul>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Blueprint({ exam }: { readonly exam: ExamView }) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const banks = useApi<{ bankVersions: BankVersionRow[] }>('/banks')
  const bank = banks.data?.bankVersions.find((row) => row.bankVersionId === exam.bank.bankVersionId)
  const nameOf = (id: string): string => {
    const found = bank?.competencies.find((competency) => competency.id === id)
    return found ? say(found.name) : id
  }
  return (
    <>
      <div className="frozen-table">
        <PlotTable
          caption={t('builder.content')}
          header={[t('builder.cell.competency'), t('builder.cell.level'), t('builder.cell.count')]}
          rows={exam.blueprint.cells.map(({ competency, level, itemCount }) => [
            nameOf(competency),
            t(`level.${level}`),
            number(itemCount),
          ])}
        />
      </div>
      <div className="frozen-table">
        <PlotTable
          caption={t('builder.levels')}
          header={[t('preview.cut.level'), t('preview.cut'), t('frozen.passes')]}
          rows={exam.blueprint.levels.map(({ id, name, cut }) => [
            say(name),
            cut === null ? t('builder.level.lowest') : number(cut, 2),
            id === exam.blueprint.passingLevel ? '✓' : '',
          ])}
        />
      </div>
      <HowAndWithin exam={exam} bank={bank} />
    </>
  )
}

/** What publishing froze, and the commitment with which anybody can check it. */
export function FrozenTab({ exam }: { readonly exam: ExamView }) {
  const t = useText()
  const { dateTime, percent } = useFormats()
  return (
    <div className="stack">
      <p>
        {exam.publishedAt !== null && t('frozen.published', { at: dateTime(exam.publishedAt) })}{' '}
        {exam.finalAt !== null && t('frozen.final', { at: dateTime(exam.finalAt) })}
      </p>
      {exam.waiver !== null && (
        <p className="note">{t('frozen.waiver', { reason: exam.waiver })}</p>
      )}
      {exam.commitment !== null && (
        <CopyField
          label={t('frozen.commitment')}
          value={exam.commitment}
          hint={t('frozen.commitment.hint')}
        />
      )}
      {exam.revealedSecret === null ? (
        <p className="dimmed">{t('frozen.secret.later')}</p>
      ) : (
        <CopyField
          label={t('frozen.secret')}
          value={exam.revealedSecret}
          hint={t('frozen.secret.hint')}
        />
      )}
      {exam.verifies !== null && (
        <p>{t('frozen.retest', { share: percent(exam.verifies.share) })}</p>
      )}
      <RequirementsPart exam={exam} />
      <ReviewRulesPart exam={exam} />
      <Blueprint exam={exam} />
    </div>
  )
}
