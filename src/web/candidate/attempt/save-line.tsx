import type { ReactElement } from 'react'
import { useFormats } from '../../shared/use-preferences.ts'
import type { SaveState } from '../journal/save-state.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { useText } from '../text.ts'

const ICONS: Readonly<Record<SaveState['kind'], IconName>> = {
  'nothing-yet': 'cloud',
  saving: 'cloud',
  saved: 'check',
  waiting: 'offline',
  'signed-out': 'warning',
}

function useWords(): (state: SaveState) => string {
  const t = useText()
  const formats = useFormats()
  return (state) => {
    if (state.kind === 'nothing-yet') return t('save.nothing-yet')
    if (state.kind === 'saving') return t('save.saving')
    if (state.kind === 'saved') return t('save.saved', { time: formats.time(state.at) })
    if (state.kind === 'waiting' && state.count === 0) {
      return t(state.offline ? 'save.offline-none' : 'save.busy-none')
    }
    const { count } = state
    if (!state.kept) return t('save.unkept', { count })
    if (state.kind === 'signed-out') return t('save.signed-out', { count })
    return t(state.offline ? 'save.offline' : 'save.busy', { count })
  }
}

/** What is safe where. Screen readers hear a change of kind, not every second of it. */
export function SaveLine({ state }: { readonly state: SaveState }): ReactElement {
  const t = useText()
  const words = useWords()
  const calm = state.kind === 'nothing-yet' || state.kind === 'saving'
  const heard = calm ? '' : state.kind === 'saved' ? t('save.heard') : words(state)
  return (
    <div className={`save-line ${state.kind}`}>
      <Icon name={ICONS[state.kind]} />
      <span>{words(state)}</span>
      <span className="unseen" role="status">
        {heard}
      </span>
    </div>
  )
}
