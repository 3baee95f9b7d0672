import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { read, SYSTEM } from '../../src/store/scope.ts'
import { giveAwards } from '../support/awarded.ts'
import { openSignedIn } from '../support/open-signed-in.ts'
import { startTestService } from '../support/test-service.ts'
import { checkPage } from './check-page.ts'
import { anOpenExam, type Candidate, PASSWORD } from './fixtures/open-exam.ts'

t.setTimeout(240_000)

const DEVICES = [
  { locale: 'zh-CN', width: 390, height: 844, scheme: 'light' },
  { locale: 'en', width: 1280, height: 900, scheme: 'dark' },
] as const
type Device = (typeof DEVICES)[number]

const WORDS = {
  'zh-CN': {
    ...{ end: '登记办理情况：谈话', declined: '不予办理', save: '保存', ended: '不予办理' },
    ...{ add: '新增通知地址', topic: '最终成绩', register: '登记', missing: '须写明理由' },
    ...{ valid: '现行有效', unknown: '没有这份证书', holder: '李雷' },
  },
  en: {
    ...{
      end: 'Done or decline: Talk',
      declined: 'It is declined',
      save: 'Keep',
      ended: 'Declined',
    },
    ...{ add: 'New webhook', topic: 'Final results', register: 'Register', missing: 'Say why' },
    ...{ valid: 'and it holds', unknown: 'There is no such certificate', holder: '李雷' },
  },
} as const

const application = await startTestService(t)
const { deps, server } = application
const { candidates } = await anOpenExam(deps, { candidates: 1 })
const url = await server.listen({ host: '127.0.0.1', port: 0 })
const service = { url, password: () => PASSWORD }

async function codeOf(key: string): Promise<string> {
  const origin = `standing:${key}`
  const [row] = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ code: string }[]>`select code from certificate where origin = ${origin}`,
  )
  return row?.code ?? ''
}

for (const device of DEVICES) {
  t.test(`tasks, webhooks and a certificate, ${device.locale} at ${device.width} px`, async (t) => {
    const { personId, unitPath } = candidates[0] as Candidate
    const awards = [{ kind: 'talk' as const }, { kind: 'certificate' as const }]
    const key = await giveAwards(deps, { personId, unitPath, awards })
    const page = await openSignedIn(t, service, { device, account: 'administrator' })
    await declineTask(t, page, device)
    await addWebhook(t, page, device)
    await checkCertificate(t, page, { device, code: await codeOf(key) })
  })
}

async function declineTask(t: Test, page: Page, { locale }: Device): Promise<void> {
  const words = WORDS[locale]
  await page.goto(`${url}/console/tasks`)
  await page.getByRole('button', { name: words.end }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: words.declined }).check()
  await dialog.getByRole('button', { name: words.save }).click()
  await dialog.getByText(words.missing).waitFor()
  await checkPage(t, page, 'a task to be declined')
  await dialog.getByRole('textbox').fill('已调离本单位')
  await dialog.getByRole('button', { name: words.save }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.goto(`${url}/console/tasks?state=all`)
  await page.getByText('已调离本单位').first().waitFor()
  await checkPage(t, page, 'tasks')
}

async function addWebhook(t: Test, page: Page, { locale }: Device): Promise<void> {
  const words = WORDS[locale]
  await page.goto(`${url}/console/webhooks`)
  await page.getByRole('button', { name: words.add }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('input[type=url]').fill('https://127.0.0.1/')
  await dialog.getByRole('checkbox', { name: words.topic }).check()
  await dialog.getByRole('button', { name: words.register }).click()
  await dialog.getByRole('alert').waitFor()
  await dialog.locator('input[type=url]').fill('https://hr.example.org/hook')
  await dialog.getByRole('button', { name: words.register }).click()
  await dialog.getByText('whsec_').waitFor()
  await checkPage(t, page, 'the secret, once')
  await page.goto(`${url}/console/webhooks`)
  await page.getByText('https://hr.example.org/hook').first().waitFor()
  await checkPage(t, page, 'webhooks')
  t.notMatch(await page.content(), /whsec_/)
}

async function checkCertificate(
  t: Test,
  page: Page,
  { device, code }: { readonly device: Device; readonly code: string },
): Promise<void> {
  const words = WORDS[device.locale]
  await page.goto(`${url}/certificates/${code}`)
  await page.getByText(words.valid).waitFor()
  t.match(await page.locator('.facts').textContent(), words.holder)
  await checkPage(t, page, 'a certificate')
  await page.goto(`${url}/certificates/${'0'.repeat(32)}`)
  await page.getByText(words.unknown).waitFor()
}
