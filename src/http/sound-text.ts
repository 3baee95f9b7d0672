import { pointerTo } from '../domain/bank/finding.ts'
import { Refusal } from '../domain/refusal.ts'
import type { App } from './http-deps.ts'

/**
 * Refuses text that PostgreSQL can't keep (NUL, half a surrogate pair) wherever it stands in a
 * body or query, before anything is done with it.
 */
export function refuseUnsoundText(app: App): void {
  app.addHook('preValidation', async (request) => {
    const pointer = unsoundTextIn(request.body) ?? unsoundTextIn(request.query)
    if (pointer === null) return
    const detail = 'holds a character that can not be kept (NUL or half a surrogate pair)'
    throw new Refusal('invalid-input', `${pointer || '/'} ${detail}`, [{ pointer, detail }])
  })
}

/** Pointer to the first text, or member with a name, that can't be kept; null when all can. */
function unsoundTextIn(content: unknown): string | null {
  // A stack of its own: a body may be nested deeper than calls can be.
  const waiting: { readonly pointer: string; readonly value: unknown }[] = []
  waiting.push({ pointer: '', value: content })
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { pointer, value } = next
    if (typeof value === 'string' && !isSound(value)) return pointer
    if (value === null || typeof value !== 'object') continue
    for (const [name, member] of Object.entries(value).reverse()) {
      if (!isSound(name)) return pointer
      waiting.push({ pointer: `${pointer}${pointerTo(name)}`, value: member })
    }
  }
  return null
}

function isSound(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed()
}
