import { useSyncExternalStore } from 'react'
import type { Language } from '../../domain/text.ts'
import { getPreferences, onPreferences, setPreferences } from '../shared/preferences.ts'
import { type Translate, translateWith } from '../shared/text.ts'
import type { texts as english } from './catalogue/all-en.ts'

export type CandidateTranslate = Translate<typeof english>

/** Each language is a file of its own: nobody waits for the one they do not read. */
const LOADERS = {
  en: () => import('./catalogue/all-en.ts'),
  'zh-CN': () => import('./catalogue/all-zh-cn.ts'),
} as const

const loaded = new Map<Language, CandidateTranslate>()
const listeners = new Set<() => void>()
let shown: CandidateTranslate | null = null

/** Loads the texts of a language; call for the first one before rendering. */
export async function loadTexts(language: Language): Promise<void> {
  if (loaded.has(language)) return
  const { texts } = await LOADERS[language]()
  loaded.set(language, translateWith<typeof english>(texts))
  for (const listener of listeners) listener()
}

/** Changes the language once its texts are here; without a network the old one stays. */
export async function changeLanguage(language: Language): Promise<void> {
  await loadTexts(language)
  setPreferences({ language })
}

function current(): CandidateTranslate {
  const { language } = getPreferences()
  const wanted = loaded.get(language)
  // Another tab changed the language: until it is loaded here the old texts do.
  if (wanted === undefined) void loadTexts(language).catch(() => {})
  shown = wanted ?? shown
  if (shown === null) throw new Error('no texts loaded')
  return shown
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  const stop = onPreferences(listener)
  return () => {
    stop()
    listeners.delete(listener)
  }
}

/** Every text of the candidate's pages, shared ones included. */
export function useText(): CandidateTranslate {
  return useSyncExternalStore(subscribe, current)
}
