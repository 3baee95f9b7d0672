import { readConfig } from '../../config.ts'
import { PersonEntity } from '../../store/entities/organization.ts'
import { write } from '../../store/scope.ts'
import type { Deps } from '../../workflows/deps.ts'
import { createLogger } from '../create-logger.ts'
import { CommandEnd, EXIT } from '../run-command.ts'
import { listenForStop, type RunningService, runService } from '../run-service.ts'
import { SIMULATED_CADRES, simulateFinishedExam } from './finished-exam.ts'
import { simulateRetest } from './finished-retest.ts'
import { openExam } from './open-exam.ts'
import { DEMO_PERSONS, demoPassword, foundOrganization, loadContent } from './programme.ts'
import { tellStory } from './story.ts'

const DEFAULTS = { dataFolder: 'data/demo', logLevel: 'warn' }
/** Ports tried after a taken one, so that a demonstration starts beside whatever runs. */
const PORTS_TRIED = 20
const DAY_MS = 86_400_000

/**
 * The main job on a demonstration programme: a finished exam of simulated cadres, an open one,
 * links and logins. With `check` the whole story is told against the running service, headless.
 */
export async function demo(options: { readonly check: boolean }): Promise<void> {
  const say = (text: string) => process.stdout.write(`${text}\n`)
  const config = readConfig(process.env, DEFAULTS)
  const logger = createLogger(config.logLevel)
  // Jobs go by the real clock and would close the simulated attempts, whose time is long past:
  // they start once the programme stands.
  const start = (port: number) => runService({ ...config, port, runsWorker: false }, logger)
  let service = await onFreePort(start, config.port)
  try {
    await prepareProgramme(service.application.deps, say)
    if (config.runsWorker) service = await withWorker(service)
    if (options.check) {
      await check(service, say)
      return
    }
    sayLinks(service, say)
  } catch (error) {
    await service.stop()
    throw error
  }
  await listenForStop(logger)(service.stop)
}

/** The same service with jobs, which stop with it. */
async function withWorker(service: RunningService): Promise<RunningService> {
  await service.application.startWorker()
  return service
}

async function onFreePort(
  start: (port: number) => Promise<RunningService>,
  first: number,
): Promise<RunningService> {
  for (let port = first; ; port += 1) {
    try {
      return await start(port)
    } catch (error) {
      const cause = (error as Error).cause as NodeJS.ErrnoException | undefined
      const isTaken = cause?.code === 'EADDRINUSE'
      if (!isTaken || first === 0 || port >= first + PORTS_TRIED) throw error
    }
  }
}

/** Builds the programme at the first start; a start that was cut off begins again. */
async function prepareProgramme(deps: Deps, say: (text: string) => void): Promise<void> {
  const count = await write(deps.orm, (em) => em.count(PersonEntity))
  if (count > 0) {
    const [state] = await write(deps.orm, (em) =>
      em.execute<{ open: number; final: number }[]>(
        `select count(*) filter (where simulated and final_at is not null)::int as final,
           count(*) filter (where not simulated)::int as open from exam`,
      ),
    )
    if (state && state.final > 0 && state.open > 0) return
    throw new CommandEnd(
      EXIT.negative,
      'This database holds persons, but not the whole demonstration. Remove its data folder ' +
        '(data/demo, unless PROBITY_DATA names another) or point DATABASE_URL at an empty database.',
    )
  }
  say('Preparing the demonstration programme (once) ...')
  const monthAgo = new Date(deps.now().getTime() - 30 * DAY_MS)
  const then = { ...deps, now: () => monthAgo }
  const units = await foundOrganization(then)
  const content = await loadContent(then)
  const finished = await simulateFinishedExam(deps, units, {
    content,
    cadres: SIMULATED_CADRES,
    onProgress: (done) => {
      if (done % 50 === 0)
        say(`  ${done} of ${SIMULATED_CADRES} simulated cadres have sat the exam`)
    },
  })
  await simulateRetest(deps, finished)
  await openExam(deps, units, content)
}

function sayLinks(service: RunningService, say: (text: string) => void): void {
  const { deps } = service.application
  const place: Readonly<Record<string, string>> = {
    admin: '/console/',
    organizer: '/console/',
    auditor1: '/console/',
    auditor2: '/console/',
    auditor3: '/console/',
    policy: '/console/',
    adviser: '/console/',
  }
  say(`\nProbity is running with a demonstration programme: ${service.url}`)
  say('The 200 cadres of the finished exam are simulated; everything else is empty for you.\n')
  say('  account      password       for')
  for (const { account, role } of DEMO_PERSONS) {
    const password = demoPassword(deps, account)
    const link = `${service.url}/sign-in`
    const goesTo = place[account] === undefined ? 'takes the exam' : 'works in the console'
    say(
      `  ${account.padEnd(12)} ${password}   ${(role ?? 'candidate').padEnd(14)} ${goesTo}: ${link}`,
    )
  }
  say(`\n  API reference: ${service.url}/reference`)
  say('  Stop with Ctrl+C; the next start finds everything as you left it.')
}

async function check(service: RunningService, say: (text: string) => void): Promise<void> {
  const { deps } = service.application
  const password = (account: string) => demoPassword(deps, account)
  const steps = await tellStory({ url: service.url, password, say })
  await service.stop()
  say(`${steps} steps of the story hold.`)
}
