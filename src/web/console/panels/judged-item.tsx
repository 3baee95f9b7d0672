import type { KeyedItem } from '../../../domain/assembly/keyed-form.ts'
import type { MyPanelView } from '../../../domain/scheduling/panel-views.ts'
import { FormItems } from '../exams/form/form-items.tsx'

/** One item as candidates see it, with its key, and its stimulus where the last item had another. */
export function JudgedItem({ form, item }: { form: MyPanelView['form']; item: KeyedItem }) {
  const before = form.items.find(({ position }) => position === item.position - 1)
  const stimuli = form.stimuli.filter(
    ({ id }) => id === item.stimulusId && before?.stimulusId !== id,
  )
  return <FormItems form={{ items: [item], stimuli }} keyShown />
}
