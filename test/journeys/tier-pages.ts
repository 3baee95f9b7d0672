import { readFile } from 'node:fs/promises'
import type { APIResponse, Page } from 'playwright-core'
import type { Test } from 'tap'
import { announceExam } from '../../src/cli/demo/announce-exam.ts'
import type {
  Bulletin,
  ExemptionRegister,
  TargetRow,
} from '../../src/domain/settlement/bulletin/views.ts'
import { inScope, read, SYSTEM } from '../../src/store/scope.ts'
import type { DemoService } from '../support/demo-service.ts'
import { openSignedIn } from '../support/open-signed-in.ts'
import { checkPage } from './check-page.ts'

const DAY_MS = 86_400_000
/** Today on China's clocks. */
const TODAY = new Date(Date.now() + DAY_MS / 3).toISOString().slice(0, 10)
const REASON = '产假 / parental leave'
const PHONE = { locale: 'zh-CN', width: 320, height: 740, scheme: 'dark' } as const
const DESK = { locale: 'en', width: 1280, height: 900, scheme: 'light' } as const

/**
 * Tiers read bulletins of their own branch: an administrator exempts, records and sets targets, an
 * adviser reads what concerns their own people. Begins where a simulated exam is final.
 */
export async function readBulletins(t: Test, service: DemoService): Promise<void> {
  const { application, content, units, url } = service
  const { deps } = application
  await announceExam(deps, units, {
    ...{ content, blueprint: content.counter, audience: 'township', simulated: false },
    ...{ opensAt: Date.now() - DAY_MS, days: 7, releaseResults: 'at-submission' },
  })
  const unit = (key: string) => `${url}/api/units/${units.get(key)?.id}`
  const admin = await openSignedIn(t, service, { device: PHONE, account: 'admin' })
  const adviser = await openSignedIn(t, service, { device: DESK, account: 'adviser' })
  await t.test('a bulletin orders nobody by chance and comes as a file', (t) =>
    readUnits(t, admin, { unit: unit('simulated'), above: unit('county') }),
  )
  await t.test('what is counted with is recorded, logged and refused where it must be', (t) =>
    keepRecords(t, { admin, adviser, service, unit }),
  )
  await t.test('a tier sees its branch and nothing above or beside it', async (t) => {
    for (const key of ['county', 'simulated', 'personnel']) {
      for (const path of ['bulletin-sources', 'advised', 'targets?year=2026']) {
        const reply = await adviser.request.get(`${unit(key)}/${path}`)
        t.equal(reply.status(), 403, `${key} ${path}`)
      }
    }
    const { persons } = await json<{ persons: object[] }>(
      await adviser.request.get(`${unit('township')}/advised`),
    )
    t.match(persons, [{ name: '周辅导' }, { name: '王小云', hours: 3 }, { name: '陈立', hours: 0 }])
  })
  await readPages(t, { admin, adviser, service })
}

async function json<T>(reply: APIResponse): Promise<T> {
  return (await reply.json()) as T
}

async function readUnits(
  t: Test,
  page: Page,
  { unit, above }: { readonly unit: string; readonly above: string },
): Promise<void> {
  const { sources } = await json<{ sources: { kind: string; examId: string }[] }>(
    await page.request.get(`${unit}/bulletin-sources`),
  )
  t.match(sources, [{ kind: 'exam', isFinal: true, simulated: true }])
  const of = `examId=${sources[0]?.examId}`
  const bulletin = await json<Bulletin>(await page.request.get(`${unit}/bulletin?${of}`))
  t.strictSame(bulletin.whole.participation, {
    ...{ assigned: 60, exempt: 0, sat: 60, missing: 0, share: 1 },
  })
  t.equal(bulletin.units.length, 3)
  // All cadres are drawn from one population: nobody stands above anybody.
  for (const { rank, group, ability } of bulletin.units) {
    t.strictSame({ rank, group }, { rank: { from: 1, to: 3 }, group: 1 })
    t.ok(ability && ability.mean.low < ability.mean.value && ability.count <= 20)
  }
  t.strictSame(
    bulletin.groups.map(({ grouping, id }) => `${grouping} ${id}`),
    ['rank temporary', 'rank clerk', 'rank section-deputy', 'rank section-head'],
  )
  const higher = await json<Bulletin>(await page.request.get(`${above}/bulletin?${of}`))
  t.strictSame(higher.whole.participation, bulletin.whole.participation, 'seen from above')
  t.strictSame(
    higher.units.map(({ ability }) => ability),
    [bulletin.whole.ability],
  )
  const file = await page.request.get(`${unit}/bulletin-file?${of}&format=xlsx&language=zh-CN`)
  t.equal((await file.body()).subarray(0, 2).toString(), 'PK')
  t.equal((await page.request.get(`${unit}/bulletin`)).status(), 422, 'of nothing')
  const never = `${unit}/bulletin?program=none&half=2026-1`
  t.equal((await page.request.get(never)).status(), 404)
}

interface World {
  readonly admin: Page
  readonly adviser: Page
  readonly service: DemoService
  readonly unit: (key: string) => string
}

async function keepRecords(t: Test, { admin, service, unit }: World): Promise<void> {
  const { deps } = service.application
  const register = () =>
    admin.request.get(`${unit('township')}/exemptions`).then(json<ExemptionRegister>)
  const [exam] = (await register()).exams
  const { persons } = await json<{ persons: { id: string; account: string }[] }>(
    await admin.request.get(`${service.url}/api/persons?search=cadre&limit=10`),
  )
  const person = persons.find(({ account }) => account === 'cadre')?.id
  const path = `${service.url}/api/persons/${person}/exemptions`
  for (const reason of ['', ' \n']) {
    const reply = await admin.request.post(path, { data: { examId: exam?.id, reason } })
    t.equal(reply.status(), 422, 'an exemption without a reason is refused')
  }
  const given = { examId: exam?.id, reason: REASON }
  t.equal((await admin.request.post(path, { data: given })).status(), 201)
  t.equal((await admin.request.post(path, { data: given })).status(), 409, 'once')
  const [kept] = (await register()).exemptions
  t.match(kept, { reason: REASON, by: '赵管理', until: null, inForce: true, ended: null })
  const ending = `${path}/${kept?.id}/end`
  t.equal((await admin.request.post(ending, { data: { reason: 'back' } })).status(), 204)
  t.equal((await admin.request.post(ending, { data: { reason: 'back' } })).status(), 409)
  t.match((await register()).exemptions, [{ inForce: false, ended: { reason: 'back' } }])

  const lists = `${unit('township')}/attendance`
  const send = async (csv: string, isTrial = false) =>
    json<object>(await admin.request.post(lists, { data: { csv, isTrial } }))
  const head = 'account,day,hours,what\n'
  const wrong = `${head}simulated-001,${TODAY},3,Talk\ncadre,${TODAY},x,Talk`
  const faults = [
    { row: 2, column: 'account' },
    { row: 3, column: 'hours' },
  ]
  t.match(await send(wrong), { recorded: 0, faults }, 'of another branch, and no number')
  const sound = `${head}cadre,${TODAY},2,Talk\ncadre2,${TODAY},4,Talk`
  t.match(await send(sound, true), { rows: 2, recorded: 0, unchanged: 0, faults: [] })
  t.match(await send(sound), { recorded: 2 })
  t.match(await send(sound), { recorded: 0, unchanged: 2 }, 'the same again')
  const changed = `${head}cadre,${TODAY},3,Talk\ncadre2,${TODAY},0,Talk`
  t.match(await send(changed), { recorded: 2 }, 'other hours replace, none take back')

  const target = { year: Number(TODAY.slice(0, 4)), participation: 0.5, shareAtLevel: 0.99 }
  for (const data of [{ ...target, participation: 0.4 }, target]) {
    t.equal((await admin.request.post(`${unit('simulated')}/targets`, { data })).status(), 204)
  }
  const { units } = await json<{ units: TargetRow[] }>(
    await admin.request.get(`${unit('simulated')}/targets?year=${target.year}`),
  )
  t.match(units[0], { target: { participation: 0.5, by: '赵管理' }, standing: 'missed' })
  const acts = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ act: string; count: number; told: boolean }[]>`
      select act, count(*)::int as count, bool_or(detail::text like '%parental%') as told
      from log_entry where act in ('person-exempted', 'exemption-ended', 'attendance-recorded',
        'target-set') group by act order by act`,
  )
  t.strictSame(
    [...acts],
    [
      { act: 'attendance-recorded', count: 4, told: false },
      { act: 'exemption-ended', count: 1, told: false },
      { act: 'person-exempted', count: 1, told: false },
      { act: 'target-set', count: 2, told: false },
    ],
  )
}

async function readPages(t: Test, { admin, adviser, service }: Omit<World, 'unit'>): Promise<void> {
  const open = async (page: Page, unit: string, tab: string, ready: string) => {
    const id = service.units.get(unit)?.id
    await page.goto(`${service.url}/console/bulletins?unit=${id}&tab=${tab}`)
    await page.locator(ready).first().waitFor()
  }
  for (const [tab, ready] of [
    ['units', '.tie-bracket'],
    ['groups', '.rate-table'],
    ['targets', '.target-standing'],
    ['attendance', '.attendance-import'],
    ['exemptions', '.bulletin table, .empty'],
  ] as const) {
    await open(admin, 'simulated', tab, ready)
    await checkPage(t, admin, tab)
  }
  await open(admin, 'township', 'exemptions', '.bulletin table')
  await admin.getByRole('button', { name: '批准免考' }).click()
  const dialog = admin.getByRole('dialog')
  await dialog.getByLabel('人员').fill('cadre2')
  await admin.getByRole('option', { name: /cadre2/ }).click()
  await dialog.getByRole('button', { name: '批准' }).click()
  await dialog.getByText('没有理由不得免考').waitFor()
  await checkPage(t, admin, 'exempting')
  await dialog.getByLabel('理由').fill(REASON)
  await dialog.getByRole('button', { name: '批准' }).click()
  await admin.locator('.bulletin').getByText('陈立').first().waitFor()
  await open(adviser, 'township', 'people', '.advise-need')
  await checkPage(t, adviser, 'people')
  t.equal(await adviser.getByRole('tab', { name: 'Exemptions' }).count(), 0)
  const saving = admin.waitForEvent('download')
  await open(admin, 'simulated', 'units', '.tie-bracket')
  await admin.getByRole('link', { name: '导出 CSV' }).click()
  t.match(await readFile(await (await saving).path(), 'utf8'), /"单位","应参加"/)
  await admin.emulateMedia({ media: 'print' })
  t.equal(await admin.locator('.header:visible, .bulletin-acts:visible').count(), 0, 'on paper')
  t.ok(await admin.locator('.print-only').first().isVisible())
  await crowd(service, 'township', 2_000)
  await open(adviser, 'township', 'people', '.advise-need')
  const told = 'Only the first 2000 of 2003 people by name are shown and counted here.'
  t.match(await adviser.getByRole('note').textContent(), told)
}

/** More people in a unit than an adviser is shown. */
async function crowd({ application, units }: DemoService, unit: string, count: number) {
  await inScope(
    application.deps.sql,
    SYSTEM,
    (tx) => tx`
      insert into person (id, account, name, unit_id, rank, created_at)
      select gen_random_uuid(), 'crowd' || n, '群众' || n, ${units.get(unit)?.id ?? null}::uuid,
        'clerk', now()
      from generate_series(1, ${count}) as n`,
  )
}
