import type { Deps } from '../../workflows/deps.ts'
import { announceExam } from './announce-exam.ts'
import type { DemoContent, DemoUnit } from './programme.ts'

/** An exam that is open now, announced with due notice, for the township's cadres. */
export async function openExam(
  deps: Deps,
  units: ReadonlyMap<string, DemoUnit>,
  content: DemoContent,
): Promise<void> {
  await announceExam(deps, units, {
    ...{ content, blueprint: content.counter, audience: 'township' },
    ...{ opensAt: deps.now().getTime() - 3_600_000, days: 30 },
    ...{ releaseResults: 'at-submission', simulated: false },
  })
}
