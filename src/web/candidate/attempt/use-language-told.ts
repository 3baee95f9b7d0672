import { useEffect } from 'react'
import type { BehaviorKind } from '../../../domain/delivery/journal.ts'
import { useLanguage } from '../../shared/use-preferences.ts'

/** Tells the journal which language the page is in, when it opens and at every change. */
export function useLanguageTold(note: (behavior: BehaviorKind) => void): void {
  const language = useLanguage()
  useEffect(() => note(language === 'en' ? 'english-shown' : 'chinese-shown'), [note, language])
}
