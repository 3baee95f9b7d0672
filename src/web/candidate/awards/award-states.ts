const KEYS = {
  granted: 'award-state.granted',
  held: 'award-state.held',
  withheld: 'award-state.withheld',
  revoked: 'award-state.revoked',
} as const

/** The word for an award's state; a state this page does not know is said to be under way. */
export function awardStateKey(
  state: string,
): (typeof KEYS)[keyof typeof KEYS] | 'award-state.other' {
  return state in KEYS ? KEYS[state as keyof typeof KEYS] : 'award-state.other'
}
