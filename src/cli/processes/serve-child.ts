import { createApplication } from '../../app.ts'
import { firstStartInvitation } from '../../workflows/invite.ts'
import { createLogger } from '../create-logger.ts'
import { runService } from '../run-service.ts'
import type { Order, Readiness, Told } from './messages.ts'

type Begin = Extract<Order, { readonly kind: 'begin' }>
type Stop = (patienceMs: number) => Promise<void>

/** Set when asked to stop, with the patience; the process ends when what runs is finished. */
let asked: number | null = null
let stop: Stop | null = null

process.on('message', (order: Order) => {
  if (order.kind === 'stop') end(order.patienceMs)
  else void begin(order)
})
// Ctrl+C reaches every process of the group: the one in charge tells the others what to do.
process.on('SIGINT', () => {})
process.on('SIGHUP', () => {})
process.on('SIGTERM', () => end(0))

async function begin(order: Begin): Promise<void> {
  try {
    const { readiness, ...running } = await start(order)
    stop = running.stop
    tell({ kind: 'ready', readiness })
    if (asked !== null) await finish(stop, asked)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    tell({ kind: 'failed', message }, () => process.exit(1))
  }
}

async function start({
  part,
  config,
  invites,
}: Begin): Promise<{ readonly readiness: Readiness; readonly stop: Stop }> {
  const logger = createLogger(config.logLevel)
  if (part === 'api') {
    const service = await runService({ ...config, runsWorker: false }, logger)
    const invitation = invites ? await firstStartInvitation(service.application.deps) : null
    return { readiness: { url: service.url, invitation }, stop: service.stop }
  }
  const { database: address, trustProxy, processes, outside, webhooksPrivate } = config
  const options = { address, logger, trustProxy, processes, outside, webhooksPrivate }
  const application = await createApplication(options)
  await application.startWorker()
  return { readiness: { url: null, invitation: null }, stop: application.close }
}

function end(patienceMs: number): void {
  if (asked !== null) return
  asked = patienceMs
  if (stop) void finish(stop, patienceMs)
}

async function finish(finishing: Stop, patienceMs: number): Promise<void> {
  try {
    await finishing(patienceMs)
    process.exit(0)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  }
}

function tell(told: Told, then: () => void = () => {}): void {
  if (process.send) process.send(told, undefined, undefined, then)
  else then()
}
