import { ApiOffline } from './api-error.ts'

/**
 * Parses a reply of JSON lines and hands over each line as it comes, wherever the network cuts
 * it. @throws ApiOffline where the reply breaks off, SyntaxError where a line is no JSON
 */
export async function readLines(
  reply: Pick<Response, 'body'>,
  onLine: (line: unknown) => void,
): Promise<void> {
  const reader = reply.body?.getReader()
  const decoder = new TextDecoder()
  // A line may hold a whole bank: joined once, not with every piece that comes.
  let begun: string[] = []
  const endLine = (): void => {
    const line = begun.join('')
    begun = []
    if (line.trim() !== '') onLine(JSON.parse(line))
  }
  for (;;) {
    const piece = await reader?.read().catch((error: unknown) => {
      throw new ApiOffline(error)
    })
    const [first = '', ...others] = decoder.decode(piece?.value, { stream: true }).split('\n')
    begun.push(first)
    for (const next of others) {
      endLine()
      begun.push(next)
    }
    if (piece?.done !== false) break
  }
  // The service ends every line, the last one too: what lacks its end has lost something.
  if (begun.join('').trim() !== '') throw new ApiOffline('the reply ended early')
}
