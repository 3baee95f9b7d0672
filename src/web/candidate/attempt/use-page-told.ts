import { useEffect } from 'react'
import { pageLoadDetail } from './page-load-detail.ts'
import type { Note } from './use-answers.ts'
import { useLanguageTold } from './use-language-told.ts'

/** Tells the journal that the page is there, in which language, and which item is in view. */
export function usePageTold(
  note: Note,
  page: { readonly attemptId: string; readonly shown: string | undefined },
): void {
  const { attemptId, shown } = page
  useEffect(() => note('page-loaded', { detail: pageLoadDetail(attemptId) }), [note, attemptId])
  useLanguageTold(note)
  useEffect(() => {
    if (shown !== undefined) note('item-shown')
  }, [note, shown])
}
