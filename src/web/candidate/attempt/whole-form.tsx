import { type ReactElement, type ReactNode, useState } from 'react'
import type { PresentedForm } from '../../../domain/assembly/presented-form.ts'
import { SubmitDialog } from './submit-dialog.tsx'
import type { AnswerControl } from './use-answers.ts'
import { Workspace } from './workspace.tsx'

interface WholeFormProps {
  readonly form: PresentedForm
  readonly control: Pick<AnswerControl, 'answers' | 'current' | 'answer' | 'mark' | 'go'>
  readonly secondsLeft: number
  readonly unsaved: number
  readonly closing: boolean
  readonly numberKeys: boolean
  readonly lines: ReactNode
  readonly onSubmit: () => void
}

/** An exam whose items are all there from the start, up to the question whether to submit. */
export function WholeForm(props: WholeFormProps): ReactElement {
  const { form, control, secondsLeft, unsaved, closing, numberKeys, lines, onSubmit } = props
  const { answers, current, answer, mark, go } = control
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Workspace
        form={form}
        answers={answers}
        current={current}
        locked={closing || secondsLeft <= 0}
        numberKeys={numberKeys && !asking}
        lines={lines}
        onGo={go}
        onAnswer={answer}
        onMark={mark}
        onFinish={() => setAsking(true)}
      />
      {asking && !closing && (
        <SubmitDialog
          form={form}
          answers={answers}
          secondsLeft={secondsLeft}
          unsaved={unsaved}
          onGo={(index) => {
            setAsking(false)
            go(index)
          }}
          onSubmit={() => {
            setAsking(false)
            onSubmit()
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
