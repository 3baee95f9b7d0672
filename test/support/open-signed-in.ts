import type { Page } from 'playwright-core'
import { openBrowser } from './browser.ts'

/**
 * A page of a device of its own whose person is signed in by the API; test/journeys/browser signs
 * in by the form. It stands on a small answer of the service, so that its addresses have an origin.
 */
export async function openSignedIn(
  test: Parameters<typeof openBrowser>[0],
  service: { readonly url: string; readonly password: (account: string) => string },
  given: {
    readonly device: Parameters<typeof openBrowser>[1] & { readonly scheme?: 'light' | 'dark' }
    readonly account: string
    /** Of those whom the demonstration gave none. */
    readonly password?: string
  },
): Promise<Page> {
  const { device, account, password = service.password(account) } = given
  const context = await openBrowser(test, device)
  const page = await context.newPage()
  await page.emulateMedia({ colorScheme: device.scheme ?? 'light' })
  await page.goto(`${service.url}/api/health`)
  const reply = await page.request.post(`${service.url}/api/login`, { data: { account, password } })
  if (!reply.ok()) throw new Error(`${account} could not sign in: ${await reply.text()}`)
  return page
}
