import { setTimeout as sleep } from 'node:timers/promises'
import type { Application } from '../../app.ts'
import { openDatabase } from '../../store/database.ts'
import type { DatabaseAddress } from '../../store/database-address.ts'
import { prepareForms } from '../../workflows/prepare-forms.ts'
import { checkDelivery } from './check-delivery.ts'
import { createDeliveryDriver, type DeliveryDriver } from './delivery-driver.ts'
import { prepareDeliveryExam } from './delivery-exam.ts'
import { checkFigures, rateFigures, type SavesAtOnce, saveFigures } from './delivery-figures.ts'
import { SAVE_ROUTES, type Worked } from './delivery-orders.ts'
import { startServiceProcess } from './delivery-process.ts'
import { addReferenceRoutes } from './delivery-references.ts'
import { listenAnywhere, withApplication, withDatabase } from './delivery-service.ts'
import type { Figure } from './measure.ts'

/** How large a run is. */
interface DeliverySizes {
  readonly candidates: number
  /** Connections on which all candidates start. */
  readonly startConnections: number
  readonly submits: number
  readonly submitConnections: number
  /** Connections that save at once; each number is measured for itself. */
  readonly saveConnections: readonly number[]
  /** Rounds of each number, each with the three routes one after another. */
  readonly rounds: number
  readonly roundMs: number
  readonly killConnections: number
  /** Saves go on so long after the application is back. */
  readonly beforeKillMs: number
  readonly afterKillMs: number
}

const FULL: DeliverySizes = {
  candidates: 1500,
  startConnections: 64,
  submits: 400,
  submitConnections: 64,
  saveConnections: [1, 16, 64, 256],
  rounds: 3,
  roundMs: 1200,
  killConnections: 64,
  beforeKillMs: 3000,
  afterKillMs: 8000,
}

/** A save is sent again for so long while the service is away. */
const PATIENCE_MS = 60_000

/**
 * What the service does under load over HTTP, with the driver on the same machine, and whether
 * every answer it acknowledged is in the journal, also when it was killed meanwhile.
 * @throws Error when requests fail where nothing was killed: rates would mean nothing
 */
export async function benchDelivery(sizes: DeliverySizes = FULL): Promise<Figure[]> {
  const driver = createDeliveryDriver()
  try {
    return await withDatabase(async (address) => [
      ...(await underLoad(address, driver, sizes)),
      ...(await acrossAKill(address, driver, sizes)),
    ])
  } finally {
    await driver.close()
  }
}

async function underLoad(
  address: DatabaseAddress,
  driver: DeliveryDriver,
  sizes: DeliverySizes,
): Promise<Figure[]> {
  return withApplication(address, async (application) => {
    addReferenceRoutes(application)
    const { examId, tokens } = await prepareDeliveryExam(application, sizes.candidates)
    await driver.enrol(examId, tokens)
    await driver.reach(await listenAnywhere(application))
    const figures = await startAll(application, driver, sizes)
    for (const connections of sizes.saveConnections) {
      figures.push(...saveFigures(await saveAtOnce(driver, connections, sizes)))
    }
    const submits = await driver.drive({
      kind: 'submit',
      connections: sizes.submitConnections,
      count: sizes.submits,
    })
    figures.push(...rateFigures('submits', sound(submits)))
    const check = await checkDelivery(application.deps.sql, await driver.tell())
    return [...figures, ...checkFigures('under load', check)]
  })
}

/** A third of the candidates before forms are prepared, the others after. */
async function startAll(
  { deps }: Application,
  driver: DeliveryDriver,
  { candidates, startConnections: connections }: DeliverySizes,
): Promise<Figure[]> {
  const unprepared = Math.floor(candidates / 3)
  const drawing = await driver.drive({ kind: 'start', connections, count: unprepared })
  const from = performance.now()
  const prepared = await prepareForms(deps)
  const seconds = (performance.now() - from) / 1000
  const starts = await driver.drive({ kind: 'start', connections, count: candidates })
  const name = 'forms prepared beforehand'
  return [
    { name, value: prepared / seconds, unit: 'a second', ratioTo: '' },
    ...rateFigures('starts', sound(starts)),
    ...rateFigures('starts that draw their form', sound(drawing)),
  ]
}

/** Rounds of the three routes, another one first each time: all meet the same machine. */
async function saveAtOnce(
  driver: DeliveryDriver,
  connections: number,
  { rounds, roundMs }: DeliverySizes,
): Promise<SavesAtOnce> {
  const worked: SavesAtOnce['worked'] = { entries: [], 'no-op': [], 'one-insert': [] }
  for (let round = 0; round <= rounds; round += 1) {
    const first = round % SAVE_ROUTES.length
    for (const route of [...SAVE_ROUTES.slice(first), ...SAVE_ROUTES.slice(0, first)]) {
      const milliseconds = roundMs
      const order = { kind: 'save', route, connections, milliseconds, patienceMs: 0 } as const
      const done = sound(await driver.drive(order))
      // The first round warms up connections, caches and the engine.
      if (round > 0) worked[route].push(done)
    }
  }
  return { connections, worked }
}

function sound(worked: Worked): Worked {
  if (worked.failed === 0 && worked.latencies.length > 0) return worked
  throw new Error(`${worked.failed} requests failed; the first: ${worked.firstFailure}`)
}

/** The service as a process of its own is killed while all save, and started again. */
async function acrossAKill(
  address: DatabaseAddress,
  driver: DeliveryDriver,
  sizes: DeliverySizes,
): Promise<Figure[]> {
  let service = await startServiceProcess(address, 0)
  try {
    await driver.reach(service.port)
    const saving = driver.drive({
      kind: 'save',
      route: 'entries',
      connections: sizes.killConnections,
      milliseconds: sizes.beforeKillMs + sizes.afterKillMs,
      patienceMs: PATIENCE_MS,
    })
    // Whatever fails below, the driver's own failure is not left without a listener.
    saving.catch(() => {})
    await sleep(sizes.beforeKillMs)
    await service.kill()
    const killedAt = performance.now()
    service = await startServiceProcess(address, service.port)
    const awaySeconds = (performance.now() - killedAt) / 1000
    const saved = sound(await saving)
    const check = await checkKept(address, driver)
    const unit = 'requests'
    return [
      { name: 'saves granted around a kill', value: saved.latencies.length, unit, ratioTo: '' },
      { name: 'saves sent again after a kill', value: saved.repeated, unit, ratioTo: '' },
      { name: 'application away after a kill', value: awaySeconds, unit: 's', ratioTo: '' },
      ...checkFigures('application killed', check),
    ]
  } finally {
    await service.kill()
  }
}

/** By a connection of its own, which had no part in writing. */
async function checkKept(address: DatabaseAddress, driver: DeliveryDriver) {
  const database = await openDatabase(address)
  try {
    return await checkDelivery(database.sql, await driver.tell())
  } finally {
    await database.close()
  }
}
