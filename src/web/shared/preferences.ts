import type { Language } from '../../domain/text.ts'

export const LANGUAGES: readonly Language[] = ['zh-CN', 'en']

export const THEMES = ['system', 'light', 'dark', 'contrast'] as const
export type Theme = (typeof THEMES)[number]

/** Body and exam text in pixels: 16 and 18, 20, 24. */
export const TEXT_SIZES = ['normal', 'large', 'largest'] as const
export type TextSize = (typeof TEXT_SIZES)[number]

export interface Preferences {
  readonly language: Language
  readonly theme: Theme
  readonly textSize: TextSize
}

const KEY = 'probity:preferences'

/** The language a browser asks for: Chinese of any kind, or else English. */
export function languageOf(browserLanguages: readonly string[]): Language {
  const first = browserLanguages.find((tag) => /^(zh|en)\b/i.test(tag))
  return first?.toLowerCase().startsWith('en') ? 'en' : first === undefined ? 'en' : 'zh-CN'
}

function oneOf<Value extends string>(
  choices: readonly Value[],
  value: unknown,
  otherwise: Value,
): Value {
  return choices.find((choice) => choice === value) ?? otherwise
}

function read(): Preferences {
  let kept: Partial<Record<keyof Preferences, unknown>> = {}
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? '{}')
  } catch {
    // Storage may be switched off, or hold something else: the defaults do.
  }
  return {
    language: oneOf(LANGUAGES, kept.language, languageOf(navigator.languages)),
    theme: oneOf(THEMES, kept.theme, 'system'),
    textSize: oneOf(TEXT_SIZES, kept.textSize, 'normal'),
  }
}

let current: Preferences | null = null
const listeners = new Set<() => void>()

export function getPreferences(): Preferences {
  current ??= read()
  return current
}

/** What `system` means on this device now. */
export function themeShown(theme: Theme): 'light' | 'dark' | 'contrast' {
  if (theme !== 'system') return theme
  if (matchMedia('(prefers-contrast: more)').matches) return 'contrast'
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

/** Puts language, theme and text size on the document, where the style sheets read them. */
export function applyPreferences(): void {
  const { language, theme, textSize } = getPreferences()
  const root = document.documentElement
  root.lang = language
  root.dataset.theme = themeShown(theme)
  root.dataset.textSize = textSize
}

function announce(): void {
  applyPreferences()
  for (const listener of listeners) listener()
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...getPreferences(), ...change }
  try {
    localStorage.setItem(KEY, JSON.stringify(current))
  } catch {
    // Kept for this page only.
  }
  announce()
}

/** Applies the preferences and follows the system and other tabs; call once, before rendering. */
export function startPreferences(): void {
  applyPreferences()
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)']) {
    matchMedia(query).addEventListener('change', announce)
  }
  addEventListener('storage', (event) => {
    if (event.key !== KEY) return
    current = read()
    announce()
  })
}

export function onPreferences(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
