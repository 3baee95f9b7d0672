import { NativeSelect } from '@mantine/core'
import { Link } from 'wouter'
import type { OutcomeRow } from '../../../../domain/policy/outcome-row.ts'
import type { PolicyVersionView } from '../../../../domain/policy/views.ts'
import type { LocalizedText } from '../../../../domain/text.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import type { Column } from '../../parts/data-table.tsx'
import { PageHeading } from '../../parts/page-heading.tsx'
import { QueryView } from '../../parts/query-view.tsx'
import { useText } from '../../text.ts'
import { useUrlState } from '../../use-url-state.ts'
import { useOutcomes, usePolicyVersions } from '../policy-calls.ts'
import { EffectCell } from './effect-cell.tsx'
import { OutcomesList } from './outcomes-list.tsx'
import { StandingsList } from './standings-list.tsx'
import { WorkOutPart } from './work-out-part.tsx'

function useOutcomeColumns(): Column<OutcomeRow>[] {
  const t = useText()
  const say = useLocalized()
  const { dateTime, list } = useFormats()
  return [
    {
      key: 'person',
      header: t('outcomes.person'),
      heading: true,
      sort: ({ person }) => person.name,
      cell: ({ attemptId, person }) => (
        <>
          <Link href={`/policies/outcomes/attempts/${attemptId}`}>{person.name}</Link>
          <div className="dimmed">{say(person.unitName)}</div>
        </>
      ),
    },
    {
      key: 'effect',
      header: t('policy.effect'),
      sort: ({ effect }) => effect,
      cell: (row) => <EffectCell effect={row.effect} awards={row.awards} />,
    },
    {
      key: 'rules',
      header: t('explanation.deciding'),
      sort: ({ decidedBy }) => decidedBy.join(),
      cell: ({ decidedBy }) => <code>{list(decidedBy)}</code>,
    },
    {
      key: 'at',
      header: t('outcomes.at'),
      sort: ({ at }) => at,
      cell: ({ at, number }) => (
        <>
          {dateTime(at)}
          {number > 1 && <div className="dimmed">{t('outcomes.again', { number })}</div>}
        </>
      ),
    },
  ]
}

function OfExam({ examId }: { readonly examId: string }) {
  const t = useText()
  const say = useLocalized()
  const outcomes = useOutcomes(examId)
  const columns = useOutcomeColumns()
  return (
    <QueryView query={outcomes}>
      {(reply) => (
        <OutcomesList
          caption={t('policies.explain')}
          empty={t('outcomes.empty')}
          rows={reply.outcomes}
          columns={columns}
          rowKey={({ attemptId }) => attemptId}
          textOf={({ person, decidedBy }) =>
            [person.name, say(person.unitName), ...decidedBy].join(' ')
          }
          effectOf={({ effect }) => effect}
          fileName={`outcomes-${examId}`}
          header={['attemptId', 'person', 'unit', 'effect', 'decidedBy', 'number', 'at']}
          cells={({ attemptId, person, effect, decidedBy, number, at }) => [
            ...[attemptId, person.name, say(person.unitName), effect],
            ...[decidedBy.join(' '), number, at],
          ]}
          evidenceOf={`/exams/${examId}`}
        />
      )}
    </QueryView>
  )
}

/** Exams whose outcomes there are, each once. */
function examsOf(versions: readonly PolicyVersionView[]) {
  const exams = versions.flatMap((version) => version.exams)
  const titles = new Map<string, LocalizedText>(exams.map(({ examId, title }) => [examId, title]))
  return [...titles]
}

function Chosen({ versions }: { readonly versions: readonly PolicyVersionView[] }) {
  const t = useText()
  const say = useLocalized()
  const exams = examsOf(versions)
  const [of, setOf] = useUrlState('of', exams[0]?.[0] ?? 'standings')
  return (
    <>
      <NativeSelect
        className="simulation-version"
        label={t('outcomes.of')}
        value={of}
        onChange={(event) => setOf(event.currentTarget.value)}
        data={[
          ...exams.map(([value, title]) => ({ value, label: say(title) })),
          { value: 'standings', label: t('outcomes.standings') },
        ]}
      />
      {of === 'standings' ? (
        <>
          <WorkOutPart versions={versions} />
          <StandingsList />
        </>
      ) : (
        <OfExam examId={of} key={of} />
      )}
    </>
  )
}

/** Outcomes of attempts, persons and branches, each with its explanation. */
export function OutcomesPage() {
  const t = useText()
  const policies = usePolicyVersions()
  return (
    <>
      <PageHeading title={t('policies.explain')} lead={t('outcomes.lead')} />
      <QueryView query={policies}>
        {({ policyVersions }) => <Chosen versions={policyVersions} />}
      </QueryView>
    </>
  )
}
