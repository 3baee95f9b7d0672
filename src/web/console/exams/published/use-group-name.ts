import type { GroupName } from '../../../../domain/settlement/dif-views.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { isRank } from '../../people/ranks.ts'
import { useText } from '../../text.ts'

/** What a group of candidates is called. */
export function useGroupName(): (group: GroupName) => string {
  const t = useText()
  const say = useLocalized()
  return ({ id, name }) => {
    if (isRank(id)) return t(`rank.${id}`)
    return name === null ? id : say(name)
  }
}
