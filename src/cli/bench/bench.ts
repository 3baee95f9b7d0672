import { CommandEnd, EXIT } from '../run-command.ts'
import type { LoadFlags } from './load-plan.ts'
import type { Figure } from './measure.ts'

/** Every benchmark by its name; modules load only when they are asked for. */
const BENCHES: Readonly<Record<string, (flags: LoadFlags) => Promise<readonly Figure[]>>> = {
  draw: async () => (await import('./bench-draw.ts')).benchDraw(),
  assembly: async () => (await import('./bench-assembly.ts')).benchAssembly(),
  measurement: async () => (await import('./bench-measurement.ts')).benchMeasurement(),
  similarity: async () => (await import('./bench-similarity.ts')).benchSimilarity(),
  forensics: async () => (await import('./bench-forensics.ts')).benchForensics(),
  audit: async () => (await import('./bench-audit.ts')).benchAudit(),
  delivery: async () => (await import('./bench-delivery.ts')).benchDelivery(),
  load: async (flags) => (await import('./bench-load.ts')).benchLoad(flags),
}

/** `bench [NAME]`: runs one benchmark or all; figures as a table or as JSON. */
export async function bench(
  names: readonly string[],
  { json, ...flags }: LoadFlags & { readonly json: boolean },
): Promise<void> {
  const unknown = names.find((name) => !Object.hasOwn(BENCHES, name))
  if (unknown !== undefined) {
    const known = Object.keys(BENCHES).join(', ')
    throw new CommandEnd(EXIT.unusable, `There is no benchmark "${unknown}", only: ${known}`)
  }
  const figures: Figure[] = []
  for (const [name, run] of Object.entries(BENCHES)) {
    if (names.length === 0 || names.includes(name)) figures.push(...(await run(flags)))
  }
  process.stdout.write(json ? `${JSON.stringify({ figures })}\n` : tableOf(figures))
}

function tableOf(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ name }) => name.length))
  return figures
    .map(({ name, value, unit, ratioTo }) => {
      const isLong = Math.abs(value) >= 1000 || Number.isInteger(value)
      const text = (isLong ? String(Number(value.toFixed(2))) : value.toPrecision(3)).padStart(12)
      return `${name.padEnd(width)} ${text} ${ratioTo === '' ? unit : `x ${ratioTo}`}\n`
    })
    .join('')
}
