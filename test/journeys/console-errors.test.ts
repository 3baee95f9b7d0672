import { readFile } from 'node:fs/promises'
import t from 'tap'
import { personIdOf } from '../../src/cli/demo/programme.ts'
import { takeBank } from '../../src/workflows/take-bank.ts'
import { startDemoService } from '../support/demo-service.ts'
import { openSignedIn } from '../support/open-signed-in.ts'
import { checkPage } from './check-page.ts'

const BANK = new URL('../../question-banks/grassroots/bank.json', import.meta.url)
const REFUSED = {
  status: 403,
  contentType: 'application/problem+json',
  body: JSON.stringify({ status: 403, title: 'Not for you' }),
}

t.setTimeout(240_000)

t.test('a part of a page that could not be read says so instead of looking empty', async (t) => {
  const service = await startDemoService(t)
  const { deps } = service.application
  const document = JSON.parse(await readFile(BANK, 'utf8'))
  const actor = await personIdOf(deps, 'admin')
  const { program } = await takeBank(deps, actor, { document, note: 'first' })
  const device = { locale: 'en', width: 1280, height: 900 } as const
  const page = await openSignedIn(t, service, { device, account: 'organizer' })
  for (const [what, path] of [
    ['/api/my/panels', '/console/panels'],
    ['/api/panels', '/console/exams/new'],
    ['/api/banks/*/items', '/console/panels/new'],
    [`/api/workshops/${program}/frame`, `/console/banks/workshop/${program}`],
  ] as const) {
    await page.route(`**${what}`, (route) => route.fulfill(REFUSED))
    await page.goto(service.url + path)
    await page.locator('main .problem').first().waitFor()
    await page.waitForTimeout(400)
    await checkPage(t, page, path)
    await page.unroute(`**${what}`)
  }
})
