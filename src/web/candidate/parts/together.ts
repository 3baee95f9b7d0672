import type { Load, Loading } from './use-load.ts'

type Parts<Values> = {
  readonly [Name in keyof Values]: Pick<Loading<Values[Name]>, 'load' | 'reload'>
}

/** Several resources as one: there when all are, failed when one did. */
export function together<Values extends object>(
  parts: Parts<Values>,
): Pick<Loading<Values>, 'load' | 'reload'> {
  const names = Object.keys(parts) as (keyof Values)[]
  return {
    load: loadOf(names, parts),
    reload: () => {
      for (const name of names) parts[name].reload()
    },
  }
}

function loadOf<Values extends object>(
  names: readonly (keyof Values)[],
  parts: Parts<Values>,
): Load<Values> {
  const values: Partial<Values> = {}
  let isLoading = false
  for (const name of names) {
    const { load } = parts[name]
    if (load.state === 'failed') return load
    if (load.state === 'loading') isLoading = true
    else values[name] = load.value
  }
  return isLoading ? { state: 'loading' } : { state: 'loaded', value: values as Values }
}
