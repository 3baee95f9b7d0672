import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { TaskView } from '../../../domain/policy/award-views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { ExportButton } from '../parts/export-button.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'
import { EndTaskDialog } from './end-task-dialog.tsx'
import { useWhom } from './use-whom.ts'

const HEADER = ['id', 'kind', 'task', 'person', 'unit', 'reasons', 'openedAt', 'dueAt', 'state']

function useShown(tasks: readonly TaskView[]): readonly TaskView[] {
  const say = useLocalized()
  const [state] = useUrlState('state', 'open')
  const [search] = useUrlState('search', '')
  const wanted = search.trim().toLowerCase()
  return tasks.filter(
    (task) =>
      (state === 'all' || task.state === 'open') &&
      [task.person?.name ?? '', say(task.unit.name), say(task.name), ...task.reasons.map(say)].some(
        (text) => text.toLowerCase().includes(wanted),
      ),
  )
}

function Why({ task }: { readonly task: TaskView }) {
  const say = useLocalized()
  return (
    <>
      {task.reasons.map(say).join(' ')}
      <div className="dimmed">{say(task.title)}</div>
    </>
  )
}

function StateCell({ task, onEnd }: { readonly task: TaskView; readonly onEnd: () => void }) {
  const t = useText()
  const say = useLocalized()
  const whom = useWhom()
  const { dateTime } = useFormats()
  if (task.state === 'open') {
    const label = t('tasks.end.of', { task: say(task.name), whom: whom(task) })
    return (
      <Button variant="default" onClick={onEnd} aria-label={label}>
        {t('tasks.end')}
      </Button>
    )
  }
  return (
    <>
      {t(`tasks.state.${task.state}`)}
      {task.ended !== null && (
        <div className="dimmed">
          {task.ended.by === null
            ? dateTime(task.ended.at)
            : t('tasks.ended-by', { by: task.ended.by, at: dateTime(task.ended.at) })}
          {task.ended.note !== '' && <p>{task.ended.note}</p>}
        </div>
      )}
    </>
  )
}

function useColumns(onEnd: (task: TaskView) => void): readonly Column<TaskView>[] {
  const t = useText()
  const say = useLocalized()
  const whom = useWhom()
  const { date } = useFormats()
  return [
    {
      key: 'whom',
      header: t('tasks.whom'),
      heading: true,
      cell: whom,
      sort: whom,
    },
    {
      key: 'what',
      header: t('tasks.what'),
      cell: ({ name }) => say(name),
      sort: (one) => say(one.name),
    },
    {
      key: 'unit',
      header: t('tasks.unit'),
      cell: ({ unit }) => say(unit.name),
      sort: ({ unit }) => say(unit.name),
    },
    { key: 'why', header: t('tasks.why'), cell: (task) => <Why task={task} /> },
    {
      key: 'due',
      header: t('tasks.due'),
      cell: ({ dueAt, overdue }) => (
        <>
          {date(dueAt)}
          {overdue && <div className="badge badge-open">{t('tasks.overdue')}</div>}
        </>
      ),
      sort: ({ dueAt }) => dueAt,
    },
    {
      key: 'state',
      header: t('tasks.state'),
      cell: (task) => <StateCell task={task} onEnd={() => onEnd(task)} />,
      sort: ({ state }) => state,
    },
  ]
}

function Toolbar() {
  const t = useText()
  const [state, setState] = useUrlState('state', 'open')
  const [search, setSearch] = useUrlState('search', '')
  return (
    <search className="toolbar">
      <NativeSelect
        label={t('tasks.filter')}
        value={state}
        onChange={(event) => setState(event.currentTarget.value)}
        data={[
          { value: 'open', label: t('tasks.open') },
          { value: 'all', label: t('tasks.all') },
        ]}
      />
      <TextInput
        type="search"
        label={t('tasks.search')}
        placeholder={t('tasks.search.hint')}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
    </search>
  )
}

function TaskList({ tasks }: { readonly tasks: readonly TaskView[] }) {
  const t = useText()
  const say = useLocalized()
  const [sorting, setSorting] = useUrlState('sort', 'due')
  const [ending, setEnding] = useState<TaskView | null>(null)
  const columns = useColumns(setEnding)
  const shown = useShown(tasks)
  if (tasks.length === 0) return <EmptyNote>{t('tasks.empty')}</EmptyNote>
  const cells = ({ id, kind, name, person, unit, reasons, openedAt, dueAt, state }: TaskView) => [
    ...[id, kind, say(name), person?.name ?? '', say(unit.name)],
    ...[reasons.map(say).join(' '), openedAt, dueAt, state],
  ]
  return (
    <>
      <Toolbar />
      <div className="section-head">
        <p className="count" role="status">
          {t('tasks.count', { shown: shown.length, all: tasks.length })}
        </p>
        <ExportButton fileName="tasks" header={HEADER} rows={() => shown.map(cells)} />
      </div>
      {shown.length === 0 ? (
        <EmptyNote>{t('list.nothing-fits')}</EmptyNote>
      ) : (
        <DataTable
          caption={t('section.tasks')}
          columns={columns}
          rows={shown}
          rowKey={({ id }) => id}
          sorting={sorting}
          onSort={setSorting}
          stacked
        />
      )}
      {ending !== null && <EndTaskDialog task={ending} onClose={() => setEnding(null)} />}
    </>
  )
}

/** Talks and retraining of my branches, to be done or declined. */
export function TasksPage() {
  const t = useText()
  const query = useApi<{ tasks: TaskView[] }>('/tasks')
  return (
    <>
      <PageHeading title={t('section.tasks')} lead={t('tasks.lead')} />
      <QueryView query={query}>{({ tasks }) => <TaskList tasks={tasks} />}</QueryView>
    </>
  )
}
