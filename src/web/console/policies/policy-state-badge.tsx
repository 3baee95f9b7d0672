import { useText } from '../text.ts'
import { type PolicyState, STATE_BADGES } from './policy-states.ts'

/** Where a version stands, in a word. */
export function PolicyStateBadge({ state }: { readonly state: PolicyState }) {
  const t = useText()
  return <span className={STATE_BADGES[state]}>{t(`policy.state.${state}`)}</span>
}
