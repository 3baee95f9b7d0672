import { connect, createServer, type Server, type Socket } from 'node:net'

/** How badly a network treats the requests that pass through it; chances from 0 to 1. */
export interface Weather {
  /** Longest time that a request is held back, in ms; each one's own is drawn from 0 to this. */
  readonly delayMs: number
  /** Cut off while the request is sent: half of them arrive, and nobody knows which. */
  readonly cutRequests: number
  /** Cut off once the service has answered: it has acted, and nobody was told. */
  readonly droppedReplies: number
  /** Sent twice at the same time. */
  readonly doubled: number
  /** Sent again later, when the sender has long had its answer and gone on. */
  readonly replayed: number
  /** A replay comes within so many ms. */
  readonly replayWithinMs: number
}

export const CALM: Weather = {
  delayMs: 0,
  cutRequests: 0,
  droppedReplies: 0,
  doubled: 0,
  replayed: 0,
  replayWithinMs: 0,
}

/** How often each fault struck. */
export type StruckFaults = Readonly<
  Record<'cut' | 'refused' | 'dropped' | 'doubled' | 'replayed', number>
>

/** A network between pages and service that can be cut and made unreliable. */
export interface FlakyProxy {
  readonly port: number
  readonly setWeather: (weather: Weather) => void
  /** Ends every connection and lets none through until it is mended. */
  readonly cut: () => void
  readonly mend: () => void
  readonly struck: () => StruckFaults
  readonly close: () => Promise<void>
}

type Fate = 'cut' | 'dropped' | 'doubled' | 'replayed' | 'spared'

interface Core {
  readonly target: number
  readonly open: Set<Socket>
  readonly struck: Record<keyof StruckFaults, number>
  readonly chance: () => number
  weather: Weather
  isCut: boolean
}

/** A request whose answer nobody waits for is given up after this long. */
const UNHEARD_LIMIT_MS = 15_000

/**
 * Listens on a port of this machine and passes everything on to another one. It takes what a client
 * sends after an answer as the next request, so it must not be used with pipelining.
 */
export async function startFlakyProxy(
  target: number,
  chance: () => number = Math.random,
): Promise<FlakyProxy> {
  const core: Core = {
    ...{ target, chance, open: new Set<Socket>(), weather: CALM, isCut: false },
    struck: { cut: 0, refused: 0, dropped: 0, doubled: 0, replayed: 0 },
  }
  const server = createServer((client) => pass(core, client))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endAll = () => {
    for (const socket of core.open) socket.destroy()
  }
  return {
    port: (server.address() as { readonly port: number }).port,
    setWeather: (weather) => {
      core.weather = weather
    },
    cut: () => {
      core.isCut = true
      endAll()
    },
    mend: () => {
      core.isCut = false
    },
    struck: () => ({ ...core.struck }),
    close: () => {
      core.isCut = true
      endAll()
      return closed(server)
    },
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}

/** One connection: what it asks now, and what is to become of that. */
interface Passage {
  readonly client: Socket
  readonly service: Socket
  fate: Fate
  delayMs: number
  isAnswered: boolean
  /** What of the request has come so far, where a copy will be needed. */
  request: Buffer[]
  /** Takes the same request at the same time; its answers go nowhere. */
  double: Socket | null
}

function pass(core: Core, client: Socket): void {
  if (core.isCut) {
    core.struck.refused += 1
    client.destroy()
    return
  }
  const service = connectTo(core)
  const passage: Passage = {
    ...{ client, service, fate: 'spared', delayMs: 0, isAnswered: true },
    ...{ request: [], double: null },
  }
  keep(core, client)
  client.setNoDelay(true)
  client.on('data', (chunk: Buffer) => ask(core, passage, chunk))
  service.on('data', (chunk: Buffer) => answer(core, passage, chunk))
  // What was sent before a cut may still arrive: the service's side ends by itself.
  client.on('close', () => passage.fate !== 'cut' && end(passage))
  service.on('close', () => end(passage))
}

function connectTo(core: Core): Socket {
  const socket = connect({ host: '127.0.0.1', port: core.target, noDelay: true })
  keep(core, socket)
  return socket
}

function keep({ open }: Core, socket: Socket): void {
  open.add(socket)
  // A lost connection is what this is for; its end follows.
  socket.on('error', () => {})
  socket.on('close', () => open.delete(socket))
}

function end({ client, service, double }: Passage): void {
  client.destroy()
  service.destroy()
  double?.destroy()
}

function ask(core: Core, passage: Passage, chunk: Buffer): void {
  if (passage.isAnswered) beginRequest(core, passage)
  if (passage.fate === 'replayed') passage.request.push(chunk)
  if (passage.fate === 'cut') {
    core.struck.cut += 1
    const length = core.chance() < 0.5 ? chunk.length : Math.floor(chunk.length * core.chance())
    passage.service.setTimeout(UNHEARD_LIMIT_MS, () => passage.service.destroy())
    passage.service.end(chunk.subarray(0, length))
    passage.client.destroy()
    return
  }
  const { service, double, delayMs } = passage
  const send = () => {
    if (!service.destroyed) service.write(chunk)
    if (double && !double.destroyed) double.write(chunk)
  }
  if (delayMs > 0) setTimeout(send, delayMs)
  else send()
}

function beginRequest(core: Core, passage: Passage): void {
  const { weather, chance } = core
  passage.isAnswered = false
  passage.fate = fateOf(weather, chance())
  passage.delayMs = weather.delayMs * chance()
  passage.request = []
  passage.double?.destroy()
  passage.double = null
  if (passage.fate === 'doubled') {
    core.struck.doubled += 1
    passage.double = connectTo(core)
    passage.double.resume()
  }
}

function fateOf(weather: Weather, draw: number): Fate {
  const fates: readonly (readonly [Fate, number])[] = [
    ['cut', weather.cutRequests],
    ['dropped', weather.droppedReplies],
    ['doubled', weather.doubled],
    ['replayed', weather.replayed],
  ]
  let passed = 0
  for (const [fate, share] of fates) {
    passed += share
    if (draw < passed) return fate
  }
  return 'spared'
}

function answer(core: Core, passage: Passage, chunk: Buffer): void {
  if (passage.isAnswered) {
    passage.client.write(chunk)
    return
  }
  passage.isAnswered = true
  if (passage.fate === 'dropped') {
    core.struck.dropped += 1
    end(passage)
    return
  }
  if (passage.fate === 'replayed') replayLater(core, Buffer.concat(passage.request))
  passage.client.write(chunk)
}

function replayLater(core: Core, request: Buffer): void {
  const timer = setTimeout(() => {
    if (core.isCut) return
    core.struck.replayed += 1
    const again = connectTo(core)
    again.setTimeout(UNHEARD_LIMIT_MS, () => again.destroy())
    again.on('data', () => again.destroy())
    again.write(request)
  }, core.weather.replayWithinMs * core.chance())
  timer.unref()
}
