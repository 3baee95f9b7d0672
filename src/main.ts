import { parseArgs } from 'node:util'
import { runCommand } from './cli/run-command.ts'
import { serve } from './cli/serve.ts'

await runCommand(async () => {
  const { values } = parseArgs({ options: { processes: { type: 'string' } } })
  await serve(values)
})
