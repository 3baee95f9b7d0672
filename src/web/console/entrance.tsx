import type { Me } from '../../domain/organization/views.ts'
import { ApiProblem } from '../shared/api-error.ts'
import { ProblemAlert } from './parts/problem-alert.tsx'
import { PageSkeleton } from './parts/skeletons.tsx'
import { useApi } from './queries.ts'
import { Shell } from './shell.tsx'

/** The way back to the page one wanted, after signing in. */
function signInPath(): string {
  return `/sign-in?then=${encodeURIComponent(location.pathname + location.search)}`
}

/** Finds out who is asking; whoever is not signed in goes to sign in. */
export function Entrance() {
  const me = useApi<Me>('/me')
  if (me.data) return <Shell me={me.data} />
  if (me.error instanceof ApiProblem && me.error.status === 401) {
    location.replace(signInPath())
    return <PageSkeleton />
  }
  if (me.error) {
    return (
      <main className="lone">
        <ProblemAlert error={me.error} onRetry={() => me.refetch()} />
      </main>
    )
  }
  return (
    <main className="lone">
      <PageSkeleton />
    </main>
  )
}
