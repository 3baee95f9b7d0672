import type { Stimulus } from '../../../../domain/bank/bank.ts'
import type { WorkshopFrameView } from '../../../../domain/bank/workshop-frame-views.ts'
import type { LocalizedText } from '../../../../domain/text.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { useApi } from '../../queries.ts'

interface Named {
  readonly id: string
  readonly name: LocalizedText
}

/** What a program's items refer to, and how it is called; an id stands for what is unknown. */
interface Names {
  readonly competencies: readonly Named[]
  readonly posts: readonly Named[]
  readonly stimuli: readonly Stimulus[]
  readonly competency: (id: string) => string
  readonly post: (id: string) => string
  readonly stimulus: (id: string) => string
}

/** Names as the newest wording of the program's frame has them, approved or not. */
export function useNames(program: string): Names {
  const say = useLocalized()
  const frame = useApi<WorkshopFrameView>(`/workshops/${program}/frame`)
  const latest = frame.data?.revisions.at(-1)?.content
  const { competencies = [], posts = [], stimuli = [] } = latest ?? {}
  const nameIn = (from: readonly Named[]) => (id: string) => {
    const found = from.find((entry) => entry.id === id)
    return found ? say(found.name) : id
  }
  return {
    ...{ competencies, posts, stimuli },
    competency: nameIn(competencies),
    post: nameIn(posts),
    stimulus: nameIn(stimuli.map(({ id, title }) => ({ id, name: title }))),
  }
}
