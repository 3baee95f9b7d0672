import { Button, FileInput, NativeSelect, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type {
  BankFile,
  BankImport,
  ReadFormat,
} from '../../../../domain/bank/formats/bank-import.ts'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { useText } from '../../text.ts'
import { base64Of } from '../base64-of.ts'
import { ReadingProgress } from './reading-progress.tsx'
import { useReading } from './use-reading.ts'

const FORMATS = [
  'auto',
  'xlsx',
  'csv',
  'moodle-xml',
  'gift',
  'aiken',
  'qti',
  'probity-json',
] as const satisfies readonly ReadFormat[]
const PROGRAM = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

interface Props {
  readonly onRead: (read: BankImport | null) => void
}

interface Fields {
  readonly file: File | null
  readonly format: ReadFormat
  readonly program: string
  readonly title: string
}

/** The faults of the fields, by field; empty when the file can be sent. */
function useFaults(fields: Fields): Partial<Record<'file' | 'program' | 'title', string>> {
  const t = useText()
  return {
    ...(fields.file === null ? { file: t('import.no-file') } : {}),
    ...(PROGRAM.test(fields.program) ? {} : { program: t('import.program.fault') }),
    ...(fields.title.trim() === '' ? { title: t('import.name.fault') } : {}),
  }
}

/** What is sent of the fields. */
async function bankFileOf(file: File, { format, program, title }: Fields): Promise<BankFile> {
  const name = title.trim()
  return {
    file: file.name,
    base64: await base64Of(file),
    format,
    program,
    title: { 'zh-CN': name, en: name },
  }
}

/** Which file, in which format, into which program. */
export function ImportForm({ onRead }: Props) {
  const t = useText()
  const [fields, setFields] = useState<Fields>({
    file: null,
    format: 'auto',
    program: '',
    title: '',
  })
  const [tried, setTried] = useState(false)
  const faults = useFaults(fields)
  const reading = useReading(onRead)
  const set = (change: Partial<Fields>): void => setFields({ ...fields, ...change })
  const send = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    const { file } = fields
    if (file === null || Object.keys(faults).length > 0) return
    void reading.read(() => bankFileOf(file, fields))
  }
  const shown = tried ? faults : {}
  return (
    <form onSubmit={send} className="import-form">
      <Stack>
        <FileInput
          label={t('import.file')}
          description={t('import.file.hint')}
          placeholder={t('import.choose')}
          value={fields.file}
          onChange={(file) => set({ file })}
          error={shown.file}
          clearable
          clearButtonProps={{ 'aria-label': t('upload.clear') }}
        />
        <NativeSelect
          label={t('import.format')}
          value={fields.format}
          onChange={(event) => set({ format: event.currentTarget.value as ReadFormat })}
          data={FORMATS.map((value) => ({ value, label: t(`import.format.${value}`) }))}
        />
        <TextInput
          label={t('import.program')}
          description={t('import.program.hint')}
          value={fields.program}
          onChange={(event) => set({ program: event.currentTarget.value.trim() })}
          error={shown.program}
        />
        <TextInput
          label={t('import.name')}
          value={fields.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
          error={shown.title}
        />
        {reading.error !== null && <ProblemAlert error={reading.error} />}
        {reading.isBusy ? (
          <ReadingProgress progress={reading.progress} onCancel={reading.cancel} />
        ) : (
          <div>
            <Button type="submit">{t('import.read')}</Button>
            <span className="dimmed" role="status">
              {reading.isCancelled ? ` ${t('import.cancelled')}` : ''}
            </span>
          </div>
        )}
      </Stack>
    </form>
  )
}
