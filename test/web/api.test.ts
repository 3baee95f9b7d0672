import t from 'tap'
import { api } from '../../src/web/shared/api.ts'
import { ApiOffline } from '../../src/web/shared/api-error.ts'

/** Replaces the browser's network for one test; a call whose signal is given up fails as there. */
function withNetwork(t: Tap): { readonly sent: string[] } {
  const sent: string[] = []
  t.intercept(globalThis, 'fetch', {
    value: async (path: string, { signal }: RequestInit) => {
      signal?.throwIfAborted()
      sent.push(path)
      return new Response('{}', { headers: { 'content-type': 'application/json' } })
    },
  })
  return { sent }
}
type Tap = typeof t

t.test('a call given up before it began is not sent', async (t) => {
  const { sent } = withNetwork(t as Tap)
  await t.rejects(api.post('/banks/readings', {}, { signal: AbortSignal.abort() }), ApiOffline)
  t.same(sent, [])
  t.same(await api.post('/banks/readings', {}, { signal: new AbortController().signal }), {})
  t.same(sent, ['/api/banks/readings'])
})
