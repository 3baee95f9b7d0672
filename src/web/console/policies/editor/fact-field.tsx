import { NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FactDescriptionView } from '../../../../domain/policy/views.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'

interface Props {
  readonly fact: FactDescriptionView
  readonly value: unknown
  readonly onChange: (value: unknown) => void
}

/** A list or a map, as JSON; kept as typed until it can be read. */
function JsonFact({ fact, value, onChange }: Props) {
  const t = useText()
  const say = useLocalized()
  const [text, setText] = useState(() => JSON.stringify(value, null, 1))
  const [wrong, setWrong] = useState(false)
  const change = (next: string): void => {
    setText(next)
    try {
      onChange(JSON.parse(next))
      setWrong(false)
    } catch {
      setWrong(true)
    }
  }
  return (
    <Textarea
      className="fact-json"
      label={say(fact.name)}
      description={fact.id}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      error={wrong ? t('policy-editor.fact.not-json') : null}
      autosize
      maxRows={8}
      spellCheck={false}
    />
  )
}

function ChoiceFact({
  fact,
  value,
  choices,
  onChoose,
}: Pick<Props, 'fact' | 'value'> & {
  readonly choices: readonly string[]
  readonly onChoose: (value: string) => void
}) {
  const t = useText()
  const say = useLocalized()
  const named: Readonly<Record<string, string>> = {
    '': t('policy-editor.fact.empty'),
    true: t('policy-editor.fact.yes'),
    false: t('policy-editor.fact.no'),
  }
  return (
    <NativeSelect
      label={say(fact.name)}
      description={fact.id}
      value={String(value)}
      onChange={(event) => onChoose(event.currentTarget.value)}
      data={choices.map((choice) => ({ value: choice, label: named[choice] ?? choice }))}
    />
  )
}

/** One fact of an example, as a field of its type. */
export function FactField({ fact, value, onChange }: Props) {
  const say = useLocalized()
  const { id, name, type, values, minimum, maximum } = fact
  if (type === 'bool') {
    const onChoose = (choice: string): void => onChange(choice === 'true')
    return <ChoiceFact fact={fact} value={value} choices={['true', 'false']} onChoose={onChoose} />
  }
  if (type === 'string' && values !== null) {
    return <ChoiceFact fact={fact} value={value} choices={values} onChoose={onChange} />
  }
  if (type === 'string') {
    return (
      <TextInput
        label={say(name)}
        description={id}
        value={String(value)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  if (type === 'int' || type === 'double') {
    return (
      <NumberInput
        label={say(name)}
        description={id}
        value={Number(value)}
        onChange={(next) => onChange(Number(next))}
        allowDecimal={type === 'double'}
        {...(minimum === null ? {} : { min: minimum })}
        {...(maximum === null ? {} : { max: maximum })}
        step={type === 'double' ? 0.05 : 1}
      />
    )
  }
  return <JsonFact fact={fact} value={value} onChange={onChange} />
}
