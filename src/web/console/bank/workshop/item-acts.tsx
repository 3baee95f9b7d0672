import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Judgement } from '../../../../domain/bank/life-cycle.ts'
import type { WorkshopItemView } from '../../../../domain/bank/workshop-views.ts'
import { useText } from '../../text.ts'
import { LIST_ACTS } from './item-states.ts'
import { JudgementDialog } from './judgement-dialog.tsx'

interface Props {
  readonly program: string
  readonly view: WorkshopItemView
}

/** What the viewer may do with the latest revision of one item. */
export function ItemActs({ program, view }: Props) {
  const t = useText()
  const [act, setAct] = useState<Judgement | null>(null)
  const acts = [...LIST_ACTS, 'noted' as const].filter((each) => view.acts.includes(each))
  return (
    <>
      {acts.map((each) => (
        <Button
          key={each}
          variant={each === 'reviewed' || each === 'made-live' ? 'filled' : 'default'}
          onClick={() => setAct(each)}
        >
          {t(`workshop.act.${each}`)}
        </Button>
      ))}
      {act !== null && (
        <JudgementDialog
          program={program}
          act={act}
          items={[view]}
          leftOut={0}
          onClose={() => setAct(null)}
          onDone={() => setAct(null)}
        />
      )}
    </>
  )
}
