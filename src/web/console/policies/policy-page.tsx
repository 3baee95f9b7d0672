import { Button, NativeSelect } from '@mantine/core'
import { Link } from 'wouter'
import type { PolicyVersionView } from '../../../domain/policy/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { EmptyNote } from '../parts/empty-note.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'
import { Approval } from './approval.tsx'
import { ChangesList } from './changes-list.tsx'
import { usePolicyVersions } from './policy-calls.ts'
import { changesBetween } from './policy-changes.ts'
import { PolicyStateBadge } from './policy-state-badge.tsx'
import { versionBefore } from './policy-states.ts'
import { RuleCard } from './rule-card.tsx'
import { saveDocument } from './save-document.ts'

interface Props {
  readonly row: PolicyVersionView
  readonly versions: readonly PolicyVersionView[]
}

function Facts({ row }: { readonly row: PolicyVersionView }) {
  const t = useText()
  const { dateTime, percent } = useFormats()
  const { cycle, attendanceShare } = row.document
  return (
    <dl className="policy-facts">
      <dt>{t('policies.subject')}</dt>
      <dd>
        {t(`policy.subject.${row.subject}`)}
        {cycle !== undefined && ` · ${t(`policy.cycle.${cycle}`)}`}
        {attendanceShare !== undefined &&
          ` · ${t('policy.attendance-share', { share: percent(attendanceShare) })}`}
      </dd>
      <dt>{t('policies.effective')}</dt>
      <dd>{dateTime(row.effectiveFrom)}</dd>
      <dt>{t('policy.written')}</dt>
      <dd>{t('policy.by-at', { by: row.createdBy, at: dateTime(row.createdAt) })}</dd>
      <dt>{t('policy.approved')}</dt>
      <dd>
        {row.approval === null
          ? t('policy.not-approved')
          : t('policy.by-at', { by: row.approval.by, at: dateTime(row.approval.at) })}
      </dd>
      <dt>{t('policy.digest')}</dt>
      <dd>
        <code>{row.digest}</code>
      </dd>
    </dl>
  )
}

function Comparison({ row, versions }: Props) {
  const t = useText()
  const others = versions.filter(
    ({ policy, policyVersionId }) =>
      policy === row.policy && policyVersionId !== row.policyVersionId,
  )
  const [chosen, choose] = useUrlState(
    'against',
    (versionBefore(versions, row) ?? others[0])?.policyVersionId ?? '',
  )
  const other = others.find(({ policyVersionId }) => policyVersionId === chosen)
  if (other === undefined) return null
  const [before, after] = other.version < row.version ? [other, row] : [row, other]
  return (
    <section className="card policy-part" aria-labelledby="policy-comparison">
      <div className="section-head">
        <h2 id="policy-comparison">
          {t('policy.changes', { before: before.version, after: after.version })}
        </h2>
        <NativeSelect
          label={t('policy.changes.against')}
          value={chosen}
          onChange={(event) => choose(event.currentTarget.value)}
          data={others.map((version) => ({
            value: version.policyVersionId,
            label: t('policy.version', { version: version.version }),
          }))}
        />
      </div>
      <ChangesList changes={changesBetween(before.document, after.document)} />
    </section>
  )
}

function Uses({ row }: { readonly row: PolicyVersionView }) {
  const t = useText()
  const say = useLocalized()
  return (
    <section className="card policy-part" aria-labelledby="policy-uses">
      <h2 id="policy-uses">{t('policy.uses')}</h2>
      {row.exams.length === 0 ? (
        <p>{t('policy.uses.none')}</p>
      ) : (
        <ul>
          {row.exams.map(({ examId, title, final }) => (
            <li key={examId}>
              {say(title)}{' '}
              <span className="dimmed">{t(final ? 'policy.uses.final' : 'policy.uses.open')}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="dimmed">{t('policy.uses.hint')}</p>
    </section>
  )
}

function Examples({ row }: { readonly row: PolicyVersionView }) {
  const t = useText()
  const say = useLocalized()
  const { list } = useFormats()
  const { examples } = row.document
  if (examples.length === 0) return null
  return (
    <section className="card policy-part" aria-labelledby="policy-examples">
      <h2 id="policy-examples">{t('policy.examples')}</h2>
      <p className="dimmed">{t('policy.examples.hint')}</p>
      <ul>
        {examples.map(({ title, expect }) => (
          <li key={title.en}>
            {say(title)}:{' '}
            <span className="effect" data-effect={expect.effect}>
              {t(`effect.${expect.effect}`)}
            </span>
            <span className="dimmed">{list(expect.decidedBy)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Version({ row, versions }: Props) {
  const t = useText()
  const say = useLocalized()
  return (
    <>
      <PageHeading
        title={t('policy.title', { title: say(row.title), version: row.version })}
        badges={<PolicyStateBadge state={row.state} />}
        lead={t('policy.lead')}
      >
        <Button variant="default" onClick={() => saveDocument(row.document, row.version)}>
          {t('policy.save-file')}
        </Button>
        <Button
          component={Link}
          href={`/policies/simulation?version=${row.policyVersionId}`}
          variant="default"
        >
          {t('policies.simulate')}
        </Button>
        <Button component={Link} href={`/policies/new?from=${row.policyVersionId}`}>
          {t('policy.new-version')}
        </Button>
      </PageHeading>
      {!row.approved && <Approval row={row} before={versionBefore(versions, row)} />}
      <Facts row={row} />
      <Comparison row={row} versions={versions} />
      <section className="card policy-part" aria-labelledby="policy-rules">
        <h2 id="policy-rules">{t('policies.rules')}</h2>
        <p className="dimmed">{t('policy.rules.hint')}</p>
        <ol className="policy-rules">
          {row.document.rules.map((rule) => (
            <RuleCard key={rule.id} rule={rule} />
          ))}
        </ol>
      </section>
      <Examples row={row} />
      <Uses row={row} />
    </>
  )
}

/** One version of a policy: where it stands, what it says, what it changed, what uses it. */
export function PolicyPage({ policyVersionId }: { readonly policyVersionId: string }) {
  const t = useText()
  const policies = usePolicyVersions()
  return (
    <QueryView query={policies}>
      {({ policyVersions }) => {
        const row = policyVersions.find((version) => version.policyVersionId === policyVersionId)
        if (row) return <Version row={row} versions={policyVersions} />
        return (
          <>
            <PageHeading title={t('section.policies')} />
            <EmptyNote>{t('policy.unknown')}</EmptyNote>
          </>
        )
      }}
    </QueryView>
  )
}
