import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { WorkshopFrameView } from '../../../../domain/bank/workshop-frame-views.ts'
import { api } from '../../../shared/api.ts'
import { isProblem } from '../../../shared/api-error.ts'
import { PageHeading } from '../../parts/page-heading.tsx'
import { QueryView } from '../../parts/query-view.tsx'
import { tell } from '../../parts/tell.ts'
import { useApi, useChange } from '../../queries.ts'
import { useText } from '../../text.ts'
import { type ItemDraft, newItem } from './item-draft.ts'
import { type Editing, ItemEditor } from './item-editor.tsx'
import { type Placed, suggestId } from './suggest-id.ts'
import { useItemIds } from './use-item-ids.ts'

/** A page to write an item that is not there yet. */
export function NewItem({ program }: { readonly program: string }) {
  const t = useText()
  const frame = useApi<WorkshopFrameView>(`/workshops/${program}/frame`)
  const ids = useItemIds(program)
  return (
    <>
      <PageHeading title={t('workshop.new')}>
        <Link href={`/banks/workshop/${program}`}>{t('workshop.to-list')}</Link>
      </PageHeading>
      <QueryView query={frame}>
        {({ revisions }) => (
          <QueryView query={ids}>
            {(items) => (
              <Writing
                program={program}
                items={items}
                competency={revisions.at(-1)?.content.competencies[0]?.id ?? ''}
              />
            )}
          </QueryView>
        )}
      </QueryView>
    </>
  )
}

interface Written {
  readonly item: ItemDraft
  readonly note: string
}

interface WritingProps {
  readonly program: string
  readonly items: readonly Placed[]
  readonly competency: string
}

/** Saves an item only where none of its id is, and then shows it. */
function useSavingNew(program: string, onTaken: (id: string) => void) {
  const t = useText()
  const [, go] = useLocation()
  const saving = useChange(async ({ item, note }: Written) => {
    const body = { items: [item], note, basis: { [item.id]: null } }
    try {
      return await api.post(`/workshops/${program}/items`, body)
    } catch (error) {
      // Somebody else has written an item of this id since the page opened.
      if (isProblem(error, 'changed-meanwhile')) return null
      throw error
    }
  }, '/workshops')
  const save = (item: ItemDraft, note: string): void =>
    saving.mutate(
      { item, note },
      {
        onSuccess: (reply) => {
          if (reply === null) return onTaken(item.id)
          tell(t('workshop.saved'))
          go(`/banks/workshop/${program}/${item.id}`, { replace: true })
        },
      },
    )
  return { save, saving: { ...saving, isSuccess: saving.isSuccess && saving.data !== null } }
}

function Writing({ program, items, competency }: WritingProps) {
  const [, go] = useLocation()
  const [before] = useState(() => newItem({ id: suggestId(items, competency), competency }))
  const [taken, setTaken] = useState(() => items.map(({ itemId }) => itemId))
  const onTaken = (id: string): void => {
    setTaken((known) => [...known, id])
    document.getElementById(ID_FIELD)?.focus()
  }
  const { save, saving } = useSavingNew(program, onTaken)
  return (
    <ItemEditor
      program={program}
      title={null}
      before={before}
      saving={saving}
      onSave={(item, note) => (taken.includes(item.id) ? onTaken(item.id) : save(item, note))}
      onCancel={() => go(`/banks/workshop/${program}`, { replace: true })}
      follow={(was, now) => {
        const isSuggested = was.id === suggestId(items, was.competency)
        if (!isSuggested || was.competency === now.competency) return now
        return { ...now, id: suggestId(items, now.competency) }
      }}
      above={(editing) => (
        <IdField {...editing} items={items} isTaken={taken.includes(editing.item.id)} />
      )}
    />
  )
}

const ID_FIELD = 'new-item-id'

interface IdProps extends Editing {
  readonly items: readonly Placed[]
  readonly isTaken: boolean
}

function IdField({ item, onChange, faultAt, items, isTaken }: IdProps) {
  const t = useText()
  const suggested = suggestId(items, item.competency)
  return (
    <TextInput
      id={ID_FIELD}
      label={t('workshop.program.id')}
      description={t('workshop.new.id.hint', { suggested })}
      value={item.id}
      maxLength={64}
      spellCheck={false}
      onChange={(event) => onChange({ ...item, id: event.currentTarget.value.trim() })}
      error={isTaken ? t('workshop.new.id.taken') : faultAt('/id')}
    />
  )
}
