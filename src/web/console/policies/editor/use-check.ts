import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { checkDocument } from '../policy-calls.ts'
import { documentOf, type PolicyDraft } from './policy-draft.ts'

const PAUSE_MS = 400

/** What the service says of the draft, a moment after the last change. */
export function useCheck(draft: PolicyDraft) {
  const now = JSON.stringify(documentOf(draft))
  const [document] = useDebouncedValue(now, PAUSE_MS)
  const query = useQuery({
    queryKey: ['/policies/check', document],
    queryFn: ({ signal }) => checkDocument(JSON.parse(document), signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
  })
  return {
    query,
    /** What is shown is older than the fields. */
    outdated: now !== document || query.isPlaceholderData || query.isFetching,
  }
}
