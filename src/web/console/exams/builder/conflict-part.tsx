import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ConflictView } from '../../../../domain/scheduling/conflict-view.ts'
import { api } from '../../../shared/api.ts'
import { QueryView } from '../../parts/query-view.tsx'
import { useText } from '../../text.ts'
import { ConflictFound } from './conflict-found.tsx'

const SEARCH_TIMEOUT_MS = 120_000

/** Which demands can't be met together, and the smallest repairs; looked for when asked. */
export function ConflictPart({ question }: { readonly question: string }) {
  const t = useText()
  const [asked, setAsked] = useState<string | null>(null)
  return (
    <div className="conflict">
      {asked !== question && (
        <Button variant="default" onClick={() => setAsked(question)}>
          {t('conflict.find')}
        </Button>
      )}
      {asked === question && <Found question={question} />}
    </div>
  )
}

function Found({ question }: { readonly question: string }) {
  const t = useText()
  const query = useQuery({
    queryKey: ['/exam-conflicts', question],
    queryFn: ({ signal }) => {
      const { bankVersionId, blueprint } = JSON.parse(question)
      const options = { signal, timeoutMs: SEARCH_TIMEOUT_MS }
      return api.post<ConflictView>('/exam-conflicts', { bankVersionId, blueprint }, options)
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <>
      {query.isPending && <p role="status">{t('conflict.searching')}</p>}
      <QueryView query={query}>
        {({ outcome, demands, repairs, minimal }) =>
          outcome === 'infeasible' ? (
            <ConflictFound minimal={minimal} demands={demands} repairs={repairs} />
          ) : (
            <p>{t(outcome === 'assembled' ? 'conflict.none' : 'conflict.undecided')}</p>
          )
        }
      </QueryView>
    </>
  )
}
