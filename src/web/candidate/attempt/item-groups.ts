import type { PresentedForm, PresentedItem } from '../../../domain/assembly/presented-form.ts'

export interface ItemGroup {
  readonly stimulus: PresentedForm['stimuli'][number] | null
  readonly items: readonly PresentedItem[]
}

/** Items in the order of the form, neighbours about the same stimulus together. */
export function itemGroups(form: PresentedForm): readonly ItemGroup[] {
  const groups: { stimulus: ItemGroup['stimulus']; items: PresentedItem[] }[] = []
  for (const item of form.items) {
    const stimulus = form.stimuli.find(({ id }) => id === item.stimulusId) ?? null
    const last = groups[groups.length - 1]
    if (last !== undefined && stimulus !== null && last.stimulus === stimulus) {
      last.items.push(item)
    } else {
      groups.push({ stimulus, items: [item] })
    }
  }
  return groups
}
