import fastify from 'fastify'
import t from 'tap'
import type { Access } from '../../src/http/access.ts'
import { startTestService } from '../support/test-service.ts'
import { watchRoutes } from '../support/watch-routes.ts'

interface Operation {
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly security?: readonly object[]
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  readonly responses: Readonly<Record<string, { readonly description: string; content?: object }>>
}
interface Description {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: object; readonly securitySchemes: object }
}

const watched = watchRoutes(t)
const { server } = await startTestService(t)
const routes = watched()
const answer = await server.inject({ url: '/api/openapi.json' })
const description: Description = answer.json()
const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    path,
    operation,
  })),
)

/** What the description says of a route's access, in words. */
function accessWords(access: Access | undefined): readonly string[] {
  if (!access) return ['no access']
  if (access.scope === 'open') return ['Open to everybody']
  if (access.scope === 'self') return ['Any signed-in person']
  return [`Roles: ${access.roles.join(', ')}`, 'Within the branch']
}

t.test('the API describes itself as OpenAPI 3.1, to everybody', async (t) => {
  t.equal(answer.statusCode, 200)
  t.match(answer.headers['content-type'], /^application\/json/)
  t.match(description.openapi, /^3\.1\./)
  t.match(description.info, {
    title: 'Probity',
    version: /^\d+\.\d+\.\d+$/,
    description: /RFC 9457/,
  })
  t.strictSame(Object.keys(description.components.securitySchemes), ['bearer', 'cookie'])
})

t.test('every route of the API is described, and nothing else', async (t) => {
  const known = routes
    .map(({ name }) => name)
    .filter((name) => / \/(api|problems|\.well-known)\//.test(name) && !name.startsWith('HEAD '))
    // The description itself, which a description need not hold.
    .filter((name) => name !== 'GET /api/openapi.json')
    .map((name) => name.replace(/:(\w+)/g, '{$1}'))
  t.ok(known.length > 40)
  t.strictSame(operations.map(({ name }) => name).toSorted(), known.toSorted())
})

t.test('every route says what it does, for whom, and what it answers', async (t) => {
  const declared = new Map(
    routes.map(({ name, access }) => [name.replace(/:(\w+)/g, '{$1}'), access]),
  )
  for (const { name, path, operation } of operations) {
    t.match(operation.summary, /^[A-Z].{5,}/, `${name} has a summary`)
    t.ok(operation.tags?.length === 1 && operation.tags[0], 'and its place in the reference')
    const successes = Object.keys(operation.responses).filter((status) => /^2\d\d$/.test(status))
    t.equal(successes.length, 1, 'and declares one success')
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter)
    const parameters = operation.parameters?.filter((one) => one.in === 'path') ?? []
    t.strictSame(
      parameters.map((one) => one.name),
      inPath,
      'and its parameters',
    )
    if (!path.startsWith('/api/')) continue
    const access = declared.get(name)
    for (const words of accessWords(access)) {
      t.ok(operation.description?.includes(words), `"${words}" in: ${operation.description}`)
    }
    const anonymous = access?.scope === 'open'
    t.equal(operation.security?.length, anonymous ? 0 : 2, 'and how to sign in')
    t.match(operation.responses['default'], { content: { 'application/problem+json': {} } })
  }
})

t.test('every reference in the description leads somewhere', async (t) => {
  const references = [...answer.body.matchAll(/"\$ref":"([^"]+)"/g)].map(([, to = '']) => to)
  t.ok(references.length > 40, 'references were found')
  for (const reference of new Set(references)) {
    const found = reference
      .replace(/^#\//, '')
      .split('/')
      .reduce<unknown>(
        (at, step) => (at as Record<string, unknown> | undefined)?.[step],
        description,
      )
    t.ok(found, reference)
  }
  t.match(description.components.schemas, { Problem: { type: 'object' } })
})

t.test('the reference is a page that works under the service’s own policy', async (t) => {
  const page = await server.inject({ url: '/reference' })
  const moved = page.headers.location
  const html = moved ? await server.inject({ url: new URL(moved, 'http://x/').pathname }) : page
  t.equal(html.statusCode, 200)
  t.match(html.headers['content-type'], /^text\/html/)
  const policy = String(html.headers['content-security-policy'])
  t.match(policy, /default-src 'self'/)
  t.notMatch(html.body, /<script(?![^>]*\bsrc=)/, 'no script in the page itself')
  t.notMatch(/script-src[^;]*/.exec(policy)?.[0], /unsafe/, 'no inline script')
  const files = [...html.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file = '']) => file)
  t.ok(files.length >= 4, 'it has scripts and styles')
  for (const file of files) {
    const url = new URL(file, 'http://localhost/reference/')
    t.equal(url.host, 'localhost', `${file} comes from the service`)
    t.equal((await server.inject({ url: url.pathname })).statusCode, 200, file)
  }
})

t.test('every schema can be compiled, though each is at its first use only', async (t) => {
  // Fastify as it is compiles all of them before it is ready.
  const eager = fastify()
  let count = 0
  for (const { route } of routes) {
    const { schema, method } = route
    if (!schema || method === 'HEAD') continue
    count += 1
    eager.route({ method, url: `/${count}`, schema, handler: async () => null })
  }
  await eager.ready()
  t.ok(count > 100, `${count} routes`)
  const wrong = fastify()
  wrong.post('/', { schema: { body: { type: 'nothing' } } }, async () => null)
  await t.rejects(async () => wrong.ready())
})
