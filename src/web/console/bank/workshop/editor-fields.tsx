import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { LocalizedText } from '../../../../domain/text.ts'
import { useSharedText } from '../../../shared/use-text.ts'
import { useLanguages } from './item-sheet.tsx'

/** What the service found wrong at a path of the item, such as `/stem/en`, or also below it. */
export type FaultAt = (path: string, below?: 'and-below') => string | null

interface TextProps {
  readonly label: string
  readonly value: LocalizedText
  readonly onChange: (text: LocalizedText) => void
  readonly path: string
  readonly faultAt: FaultAt
}

/** One text in both languages, the viewer's first. */
export function LocalizedField({ label, value, onChange, path, faultAt }: TextProps) {
  const shared = useSharedText()
  const languages = useLanguages()
  return (
    <div className="field-pair">
      {languages.map((language) => (
        <Textarea
          key={language}
          label={`${label} (${shared(`language.${language}`)})`}
          lang={language}
          autosize
          minRows={1}
          value={value[language]}
          onChange={(event) => onChange({ ...value, [language]: event.currentTarget.value })}
          error={faultAt(`${path}/${language}`)}
        />
      ))}
    </div>
  )
}

interface IdsProps {
  readonly label: string
  readonly description: string
  readonly value: readonly string[]
  readonly onChange: (ids: string[]) => void
  readonly error: string | null
}

/** Ids with commas or spaces between them. */
export function IdsField({ label, description, value, onChange, error }: IdsProps) {
  // What is typed stays as typed: the comma before the next id would vanish otherwise.
  const [text, setText] = useState(value.join(', '))
  return (
    <TextInput
      label={label}
      description={description}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        const ids = event.currentTarget.value.split(/[\s,，、]+/).filter((id) => id !== '')
        onChange([...new Set(ids)])
      }}
      error={error}
    />
  )
}
