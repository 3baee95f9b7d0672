import type { BankVersionRow } from '../../../../domain/scheduling/views.ts'
import type { LocalizedText } from '../../../../domain/text.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { useApi } from '../../queries.ts'

interface Named {
  readonly id: string
  readonly name: LocalizedText
}

/** Names of what a program's items refer to. */
interface Names {
  readonly competencies: readonly Named[]
  readonly posts: readonly Named[]
  /** A competency's name, or its id before the program's first version names it. */
  readonly competency: (id: string) => string
  readonly post: (id: string) => string
}

/** Names as the program's newest bank version has them; ids stand in until there is one. */
export function useNames(program: string): Names {
  const say = useLocalized()
  const banks = useApi<{ bankVersions: BankVersionRow[] }>('/banks')
  const versions = (banks.data?.bankVersions ?? []).filter((row) => row.program === program)
  const [newest] = [...versions].sort((left, right) => right.version - left.version)
  const { competencies = [], posts = [] } = newest ?? {}
  const nameIn = (from: readonly Named[]) => (id: string) => {
    const found = from.find((entry) => entry.id === id)
    return found ? say(found.name) : id
  }
  return { competencies, posts, competency: nameIn(competencies), post: nameIn(posts) }
}
