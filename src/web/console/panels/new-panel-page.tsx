import { Button, NativeSelect, NumberInput, Stack, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import type { PanelInput, PanelMethod } from '../../../domain/measurement/standard-setting/panel.ts'
import type { Unit } from '../../../domain/organization/unit.ts'
import type { PanelView } from '../../../domain/scheduling/panel-views.ts'
import type { BankVersionRow } from '../../../domain/scheduling/views.ts'
import { api } from '../../shared/api.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import type { BankContent } from '../bank/bank-content.ts'
import { PageHeading } from '../parts/page-heading.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { UnitSelect } from '../parts/unit-select.tsx'
import { useApi, useChange } from '../queries.ts'
import { useText } from '../text.ts'
import { hasPlace, isMeasured } from './item-place.ts'
import { spreadItems } from './spread-items.ts'

const FEWEST_ITEMS = 5
const MOST_ITEMS = 300
const METHODS = ['angoff', 'bookmark'] as const satisfies readonly PanelMethod[]

interface Source {
  readonly units: readonly Unit[]
  readonly banks: readonly BankVersionRow[]
}

function useNewPanel({ units, banks }: Source) {
  const [unitId, setUnitId] = useState(units[0]?.id ?? '')
  const [bankVersionId, setBank] = useState(banks[0]?.bankVersionId ?? '')
  const [method, setMethod] = useState<PanelMethod>('angoff')
  const [names, setNames] = useState({ zh: '', en: '' })
  const [borderline, setBorderline] = useState({ zh: '', en: '' })
  const [count, setCount] = useState<number | string>(30)
  const bank = banks.find((one) => one.bankVersionId === bankVersionId)
  const content = useApi<BankContent>(bank ? `/banks/${bankVersionId}/items` : null)
  const [, navigate] = useLocation()
  const beginning = useChange(
    (input: PanelInput) => api.post<PanelView>('/panels', input),
    '/panels',
  )
  const levels = (bank?.blueprints[0]?.levels ?? []).filter(({ cut }) => cut !== null)
  const all = content.data?.items ?? []
  const usable = method === 'bookmark' ? all.filter(hasPlace) : all
  const items = spreadItems(usable, Number(count) || 0)
  const assumed = all.filter((item) => items.includes(item.id) && !isMeasured(item)).length
  const both = (text: { zh: string; en: string }) => text.zh.trim() !== '' && text.en.trim() !== ''
  const ready = both(names) && both(borderline) && unitId !== '' && items.length >= FEWEST_ITEMS
  const begin = (): void => {
    const about = { 'zh-CN': borderline.zh.trim(), en: borderline.en.trim() }
    const fallback = [{ id: 'pass', name: { 'zh-CN': '合格', en: 'Pass' } }]
    const chosen = levels.length > 0 ? levels.slice(0, 4) : fallback
    const title = { 'zh-CN': names.zh.trim(), en: names.en.trim() }
    const input = { unitId, bankVersionId, method, title, items }
    const asked = chosen.map(({ id, name }) => ({ id, name, borderline: about }))
    beginning.mutate(
      { ...input, levels: asked },
      { onSuccess: ({ panelId }) => navigate(`/panels/${panelId}`) },
    )
  }
  const fields = { unitId, bankVersionId, method, names, borderline, count }
  const set = { setUnitId, setBank, setMethod, setNames, setBorderline, setCount }
  return { fields, set, levels, content, items, assumed, ready, begin, beginning }
}

type Panel = ReturnType<typeof useNewPanel>

function TextFields({ fields, set }: Panel) {
  const t = useText()
  const { names, borderline } = fields
  return (
    <>
      <div className="field-pair">
        <TextInput
          label={t('panel.new.title.zh')}
          lang="zh-CN"
          value={names.zh}
          onChange={(event) => set.setNames({ ...names, zh: event.currentTarget.value })}
        />
        <TextInput
          label={t('panel.new.title.en')}
          lang="en"
          value={names.en}
          onChange={(event) => set.setNames({ ...names, en: event.currentTarget.value })}
        />
      </div>
      <p className="dimmed">{t('panel.new.borderline.hint')}</p>
      <div className="field-pair">
        <Textarea
          label={t('panel.new.borderline.zh')}
          lang="zh-CN"
          value={borderline.zh}
          onChange={(event) => set.setBorderline({ ...borderline, zh: event.currentTarget.value })}
        />
        <Textarea
          label={t('panel.new.borderline.en')}
          lang="en"
          value={borderline.en}
          onChange={(event) => set.setBorderline({ ...borderline, en: event.currentTarget.value })}
        />
      </div>
    </>
  )
}

function MethodField({ fields, set, assumed, items }: Panel) {
  const t = useText()
  const { method } = fields
  return (
    <Stack gap="xs">
      <NativeSelect
        label={t('panel.method')}
        description={t(`panel.method.${method}.hint`)}
        value={method}
        onChange={(event) =>
          set.setMethod(event.currentTarget.value === 'bookmark' ? 'bookmark' : 'angoff')
        }
        data={METHODS.map((value) => ({ value, label: t(`panel.method.${value}`) }))}
      />
      {method === 'bookmark' && assumed > 0 && (
        <p className="note">{t('panel.method.assumed', { assumed, count: items.length })}</p>
      )}
    </Stack>
  )
}

function NewPanel({ units, banks }: Source) {
  const t = useText()
  const say = useLocalized()
  const panel = useNewPanel({ units, banks })
  const { fields, set, levels, content, items, ready, begin, beginning } = panel
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (ready) begin()
  }
  return (
    <form noValidate onSubmit={submit} className="import-form">
      <Stack>
        <TextFields {...panel} />
        <MethodField {...panel} />
        <UnitSelect
          label={t('panel.new.unit')}
          description={t('panel.new.unit.hint')}
          units={units}
          value={fields.unitId}
          onChange={set.setUnitId}
        />
        <NativeSelect
          label={t('panels.bank')}
          value={fields.bankVersionId}
          onChange={(event) => set.setBank(event.currentTarget.value)}
          data={banks.map(({ bankVersionId, title, version }) => ({
            value: bankVersionId,
            label: `${say(title)} ${version}`,
          }))}
        />
        <NumberInput
          label={t('panel.new.items')}
          description={t('panel.new.items.hint', { count: items.length })}
          min={FEWEST_ITEMS}
          max={MOST_ITEMS}
          value={fields.count}
          onChange={set.setCount}
        />
        {content.error !== null && <ProblemAlert error={content.error} onRetry={content.refetch} />}
        {levels.length > 0 && (
          <p>
            {t('panel.new.levels', { levels: levels.map(({ name }) => say(name)).join(' / ') })}
          </p>
        )}
        {beginning.error !== null && <ProblemAlert error={beginning.error} />}
        <div className="actions">
          <Button type="submit" disabled={!ready} loading={beginning.isPending}>
            {t('panel.new.do')}
          </Button>
          {!ready && <span className="dimmed">{t('panel.new.incomplete')}</span>}
        </div>
      </Stack>
    </form>
  )
}

/** Begins a panel: on which bank, for whom, with how many items. */
export function NewPanelPage() {
  const t = useText()
  const units = useApi<{ units: Unit[] }>('/units')
  const banks = useApi<{ bankVersions: BankVersionRow[] }>('/banks')
  return (
    <>
      <PageHeading title={t('panels.new')} lead={t('panel.new.lead')} />
      <QueryView query={units}>
        {(found) => (
          <QueryView query={banks}>
            {({ bankVersions }) => <NewPanel units={found.units} banks={bankVersions} />}
          </QueryView>
        )}
      </QueryView>
    </>
  )
}
