import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '../../store/database.ts'
import { readJournals } from '../../store/journal/read-journal.ts'
import { read, SYSTEM } from '../../store/scope.ts'
import { startWholeService } from './delivery-process.ts'
import { checkAttempt, emptyCheck } from './load-check.ts'
import { createLoadDriver, type LoadDriver } from './load-driver.ts'
import { countAttempts, readFacts, readOutages } from './load-facts.ts'
import { strikeAll, type Target } from './load-faults.ts'
import { loadFigures } from './load-figures.ts'
import { seedExam, withDataFolder, withServer } from './load-folder.ts'
import {
  type LoadFlags,
  type LoadSizes,
  type PlannedPhase,
  planLoad,
  readSizes,
} from './load-plan.ts'
import { startFlakyProxy } from './load-proxy.ts'
import type { LoadRun, PhaseResult } from './load-run.ts'
import type { Figure } from './measure.ts'

/** `bench load`: an exam day with faults; says on standard error how far it is. */
export async function benchLoad(flags: LoadFlags): Promise<Figure[]> {
  const load = () => (loadavg()[0] ?? 0).toFixed(1)
  const tell = (line: string) => process.stderr.write(`${line} (load average ${load()})\n`)
  const run = await runLoad(readSizes(flags), tell)
  const { lostAnswers, acknowledgedAnswers } = run.check
  tell(`${lostAnswers} acknowledged answers lost of ${acknowledgedAnswers}`)
  return loadFigures(run)
}

/** How long stragglers are waited for after a phase. */
const STRAGGLERS_WITHIN_SECONDS = 900

/**
 * An exam day against the real service on a database of its own, through a network that can be cut:
 * everybody starts at once, works, hurries, submits, while application, database and network are
 * struck. Every promise made to a page is then held against the database.
 */
export async function runLoad(
  sizes: LoadSizes,
  tell: (line: string) => void = () => {},
): Promise<LoadRun> {
  const driver = createLoadDriver()
  try {
    return await withDataFolder(async (dataFolder) => {
      tell(`preparing an exam for ${sizes.attempts} candidates`)
      const exam = await seedExam(dataFolder, sizes.attempts)
      const service = await startWholeService(dataFolder, 0)
      const proxy = await startFlakyProxy(service.port)
      const target: Target = { dataFolder, proxy, service, away: [] }
      try {
        await driver.enrol({ ...exam, port: proxy.port, connections: sizes.connections })
        const phases: PhaseResult[] = []
        for (const planned of planLoad(sizes)) {
          tell(`${planned.name}: ${planned.seconds} s`)
          phases.push(await runPhase(driver, target, planned))
        }
        const publicKeyPem = await readPublicKey(target.service.port)
        await target.service.kill()
        tell('holding every promise against the database')
        const checked = await withServer(dataFolder, (address) =>
          checkAll(address, driver, publicKeyPem),
        )
        const surprises = phases.at(-1)?.count.surprises ?? []
        for (const surprise of surprises) tell(`unexpected: ${surprise}`)
        return { phases, surprises, struck: proxy.struck(), away: target.away, ...checked }
      } finally {
        await target.service.kill()
        await proxy.close()
      }
    })
  } finally {
    await driver.close()
  }
}

async function runPhase(
  driver: LoadDriver,
  target: Target,
  { name, seconds, phase, weather, faults }: PlannedPhase,
): Promise<PhaseResult> {
  target.proxy.setWeather(weather)
  await driver.begin(phase)
  // Whatever fails, both are waited for: a service must not be started after its folder is gone.
  const ends = await Promise.allSettled([sleep(seconds * 1000), strikeAll(target, faults)])
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  let missing = 0
  for (const what of ['starts', 'submits'] as const) {
    if (phase[what]) missing += (await driver.waitFor(what, STRAGGLERS_WITHIN_SECONDS)).missing
  }
  return { name, missing, count: await driver.count() }
}

async function readPublicKey(port: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/api/signing-key`)
  const { publicKeyPem } = (await response.json()) as { readonly publicKeyPem: string }
  return publicKeyPem
}

/** By connections that had no part in writing. */
async function checkAll(
  address: Parameters<typeof openDatabase>[0],
  driver: LoadDriver,
  publicKeyPem: string,
): Promise<Pick<LoadRun, 'check' | 'outages'>> {
  const database = await openDatabase(address)
  try {
    const { sql } = database
    const check = emptyCheck()
    const outages = await readOutages(sql)
    const { attempts, candidates } = await countAttempts(sql)
    for await (const known of driver.tell()) {
      const ids = known.map(({ attemptId }) => attemptId)
      const journals = await read(sql, SYSTEM, (tx) => readJournals(tx, ids))
      const facts = await readFacts(sql, ids, outages)
      for (const one of known) {
        const kept = journals.get(one.attemptId) ?? []
        checkAttempt(check, one, { kept, facts: facts.get(one.attemptId), publicKeyPem })
      }
    }
    check.doubledAttempts += Math.abs(attempts - check.attempts) + attempts - candidates
    return { check, outages }
  } finally {
    await database.close()
  }
}
