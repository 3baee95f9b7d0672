import type { BrowserContext, Page } from 'playwright-core'

/** What a phone of two years ago in the cheapest class has, on the slowest line still common. */
export interface Throttle {
  readonly kbps: number
  readonly roundTripMs: number
  readonly cpuFactor: number
}

export interface PageMeter {
  readonly page: Page
  /** Bytes over the line since the last call, heads and compressed bodies. */
  readonly takeBytes: () => number
}

/** A page of its own that is as slow as told, and counts what comes over the line. */
export async function openSlowPage(
  context: BrowserContext,
  { kbps, roundTripMs, cpuFactor }: Throttle,
): Promise<PageMeter> {
  const page = await context.newPage()
  page.setDefaultTimeout(120_000)
  const devtools = await context.newCDPSession(page)
  let bytes = 0
  await devtools.send('Network.enable')
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  const bytesPerSecond = (kbps * 1000) / 8
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: roundTripMs,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: bytesPerSecond,
  })
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpuFactor })
  return {
    page,
    takeBytes: () => {
      const taken = bytes
      bytes = 0
      return taken
    },
  }
}
