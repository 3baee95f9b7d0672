import type t from 'tap'
import type { Application } from '../../src/app.ts'
import {
  type DemoContent,
  type DemoUnit,
  demoPassword,
  foundOrganization,
  loadContent,
} from '../../src/cli/demo/programme.ts'
import { startTestService } from './test-service.ts'

export interface DemoService {
  readonly application: Application
  readonly url: string
  readonly units: ReadonlyMap<string, DemoUnit>
  readonly content: DemoContent
  readonly password: (account: string) => string
}

/** The demonstration's organization, bank and policy on a service that listens; no exams yet. */
export async function startDemoService(test: Pick<typeof t, 'teardown'>): Promise<DemoService> {
  const application = await startTestService(test)
  const { deps, server } = application
  const earlier = { ...deps, now: () => new Date(Date.now() - 30 * 86_400_000) }
  const units = await foundOrganization(earlier)
  const content = await loadContent(earlier)
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  return {
    application,
    url,
    units,
    content,
    password: (account) => demoPassword(deps, account),
  }
}
