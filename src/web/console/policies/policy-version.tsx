import { Button } from '@mantine/core'
import { useState } from 'react'
import type { PolicyVersionRow } from '../../../domain/scheduling/views.ts'
import { api } from '../../shared/api.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { ConfirmModal } from '../parts/confirm-modal.tsx'
import { tell } from '../parts/tell.ts'
import { useChange } from '../queries.ts'
import { useText } from '../text.ts'

function useEffectName(): (effect: string) => string {
  const t = useText()
  return (effect) => {
    if (effect === 'grant' || effect === 'hold' || effect === 'withhold')
      return t(`effect.${effect}`)
    return effect
  }
}

function Rule({ rule }: { readonly rule: PolicyVersionRow['rules'][number] }) {
  const t = useText()
  const say = useLocalized()
  const effectName = useEffectName()
  return (
    <li className="rule">
      <h3>{say(rule.title)}</h3>
      <dl>
        <dt>{t('policy.when')}</dt>
        <dd>
          <code className="cel">{rule.when}</code>
        </dd>
        <dt>{t('policy.effect')}</dt>
        <dd>
          <span className="effect" data-effect={rule.effect}>
            {effectName(rule.effect)}
          </span>
          {rule.award !== null && <code>{rule.award}</code>}
        </dd>
        <dt>{t('policy.reason')}</dt>
        <dd>{say(rule.reason)}</dd>
      </dl>
    </li>
  )
}

function Approval({ row }: { readonly row: PolicyVersionRow }) {
  const t = useText()
  const say = useLocalized()
  const { dateTime } = useFormats()
  const [asking, setAsking] = useState(false)
  const approving = useChange(
    () => api.post<PolicyVersionRow>(`/policies/${row.policyVersionId}/approval`),
    '/policies',
  )
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('policy.approve')}</Button>
      <ConfirmModal
        opened={asking}
        title={t('policy.approve.title')}
        confirm={t('policy.approve')}
        busy={approving.isPending}
        error={approving.error}
        onClose={() => {
          approving.reset()
          setAsking(false)
        }}
        onConfirm={() =>
          approving.mutate(undefined, {
            onSuccess: () => {
              setAsking(false)
              tell(t('policy.approved.done'))
            },
          })
        }
      >
        <p>
          {t('policy.approve.consequence', {
            title: say(row.title),
            version: row.version,
            from: dateTime(row.effectiveFrom),
          })}
        </p>
        <p className="dimmed">{t('policy.approve.second', { by: row.createdBy })}</p>
      </ConfirmModal>
    </>
  )
}

/** One version of a policy with all its rules. */
export function PolicyVersion({ row }: { readonly row: PolicyVersionRow }) {
  const t = useText()
  const say = useLocalized()
  const { dateTime } = useFormats()
  return (
    <article className="card policy" aria-labelledby={row.policyVersionId}>
      <div className="section-head">
        <div>
          <h2 id={row.policyVersionId}>
            {t('policy.title', { title: say(row.title), version: row.version })}
            <span className={row.approved ? 'badge badge-open' : 'badge badge-draft'}>
              {t(row.approved ? 'policy.approved' : 'policy.not-approved')}
            </span>
          </h2>
          <p className="dimmed">
            {t('policy.facts', { from: dateTime(row.effectiveFrom), by: row.createdBy })}
          </p>
        </div>
        {!row.approved && <Approval row={row} />}
      </div>
      <ol className="policy-rules">
        {row.rules.map((rule) => (
          <Rule key={rule.id} rule={rule} />
        ))}
      </ol>
    </article>
  )
}
