import {
  keepPreviousData,
  MutationCache,
  QueryCache,
  QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { api } from '../shared/api.ts'
import { ApiProblem, isProblem } from '../shared/api-error.ts'
import { askToSignIn } from './sign-in-need.ts'

function onError(error: unknown): void {
  if (isProblem(error, 'sign-in-required')) askToSignIn()
}

/** Repeats what a network or the service lost, never what the service refused. */
function retry(failures: number, error: unknown): boolean {
  if (error instanceof ApiProblem && error.status < 500 && error.status !== 429) return false
  return failures < 2
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { retry, staleTime: 15_000, refetchOnWindowFocus: false } },
  })
}

interface ReadOptions<Reply> {
  /** Milliseconds after which an answer is asked for again; null: as it is. */
  readonly again?: (reply: Reply) => number | null
  /** Shows what was read before under another path until this one is read. */
  readonly keep?: boolean
  /** Forgets the answer with the page: one that begins with it must not begin with an old one. */
  readonly fresh?: boolean
}

/** What a GET answers; the path is the key. A null path waits. */
export function useApi<Reply>(path: string | null, options: ReadOptions<Reply> = {}) {
  const { again } = options
  return useQuery<Reply>({
    queryKey: [path],
    queryFn: ({ signal }) => api.get<Reply>(path ?? '', { signal }),
    enabled: path !== null,
    ...(options.keep === true ? { placeholderData: keepPreviousData } : {}),
    ...(options.fresh === true ? { gcTime: 0 } : {}),
    refetchInterval: ({ state: { data } }) => (again && data ? (again(data) ?? false) : false),
  })
}

/** A change, after which everything read under the given paths is read again. */
export function useChange<Input, Reply>(
  change: (input: Input) => Promise<Reply>,
  ...touched: readonly string[]
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () =>
      client.invalidateQueries({
        predicate: ({ queryKey }) =>
          touched.some((path) => String(queryKey[0] ?? '').startsWith(path)),
      }),
  })
}
