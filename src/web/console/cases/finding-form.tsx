import { Button, Stack, Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { ConfirmModal } from '../parts/confirm-modal.tsx'
import { tell } from '../parts/tell.ts'
import { useLeaveGuard } from '../parts/use-leave-guard.ts'
import { useChange } from '../queries.ts'
import { useText } from '../text.ts'
import { type FindingChoice, FindingFields } from './finding-fields.tsx'

/** What an auditor found, why, and in words. */
export interface FoundInWords {
  readonly finding: string
  readonly reasonCode: string
  readonly words: string
}

interface Props {
  readonly choices: readonly FindingChoice[]
  readonly nameOf: (choice: FindingChoice) => string
  readonly send: (found: FoundInWords) => Promise<unknown>
  /** What is asked for again once it is sent. */
  readonly refreshed: readonly string[]
  readonly says: {
    readonly finding: string
    readonly findingHint: string
    readonly words: string
    readonly wordsHint: string
    readonly wordsMissing: string
    readonly button: string
    readonly consequence: string
    readonly saved: string
    readonly confirm: (finding: string) => string
  }
  /** Above the fields. */
  readonly children?: ReactNode
}

const NOTHING: FoundInWords = { finding: '', reasonCode: '', words: '' }
/** As the service asks for: fewer letters say nothing to whoever reads them. */
const FEWEST_LETTERS = 10
const MOST_LETTERS = 4000

function useFinding({ send, refreshed, says }: Pick<Props, 'send' | 'refreshed' | 'says'>) {
  const [found, setFound] = useState(NOTHING)
  const [asking, setAsking] = useState(false)
  const [tried, setTried] = useState(false)
  const deciding = useChange(send, ...refreshed)
  const words = found.words.trim()
  const missing = {
    finding: found.finding === '',
    reasonCode: found.reasonCode === '',
    words: words.length < FEWEST_LETTERS,
  }
  return {
    ...{ found, asking, setAsking, deciding },
    change: (part: Partial<FoundInWords>) => setFound({ ...found, ...part }),
    missing: tried ? missing : { finding: false, reasonCode: false, words: false },
    ask: () => {
      setTried(true)
      setAsking(!missing.finding && !missing.reasonCode && !missing.words)
    },
    confirm: () =>
      deciding.mutate(
        { ...found, words },
        {
          onSuccess: () => {
            setAsking(false)
            tell(says.saved)
          },
        },
      ),
  }
}

/** A finding, the reason for it and words; sent once, after a look at the consequence. */
export function FindingForm({ choices, nameOf, says, children, ...sending }: Props) {
  const t = useText()
  const { found, change, asking, setAsking, deciding, missing, ask, confirm } = useFinding({
    ...sending,
    says,
  })
  useLeaveGuard(found.words !== '' && !deciding.isSuccess)
  const choice = choices.find(({ finding }) => finding === found.finding)
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        ask()
      }}
    >
      <Stack>
        {children}
        <FindingFields
          {...{ choices, missing, nameOf, onChange: change }}
          label={says.finding}
          description={says.findingHint}
          finding={found.finding}
          reasonCode={found.reasonCode}
        />
        <Textarea
          label={says.words}
          description={says.wordsHint}
          autosize
          minRows={3}
          maxLength={MOST_LETTERS}
          value={found.words}
          onChange={(event) => change({ words: event.currentTarget.value })}
          error={missing.words ? says.wordsMissing : null}
          required
        />
        <div>
          <Button type="submit">{says.button}</Button>
        </div>
      </Stack>
      <ConfirmModal
        opened={asking}
        title={says.confirm(choice ? nameOf(choice) : '')}
        confirm={t('decision.confirm')}
        busy={deciding.isPending}
        error={deciding.error}
        onClose={() => setAsking(false)}
        onConfirm={confirm}
      >
        <p>{says.consequence}</p>
      </ConfirmModal>
    </form>
  )
}
