import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { App } from './http-deps.ts'
import { Problem } from './problem.ts'

const ACCESS_WORDS = {
  open: 'Open to everybody.',
  self: 'Any signed-in person, on what is theirs.',
  branch: 'Within the branch covered by the role.',
  review: 'Within the branch covered by the role, never on one’s own line of superiors.',
} as const

/** OpenAPI 3.1 from the routes' own schemas, with a reference page. */
export async function describeApi(app: App, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Probity',
        version,
        description:
          'Assessment and exam integrity service. Errors are RFC 9457 problems ' +
          '(`application/problem+json`); every type is described at its own address. ' +
          'API clients sign in with `tokens: "body"` and send `Authorization: Bearer`.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          cookie: { type: 'apiKey', in: 'cookie', name: 'probity_access' },
        },
        schemas: { Problem },
      },
    },
    transform,
  })
  await app.register(swaggerUi, {
    routePrefix: '/reference',
    uiConfig: {
      layout: 'BaseLayout',
      docExpansion: 'none',
      deepLinking: true,
      tagsSorter: 'alpha',
    },
    staticCSP: true,
  })
  app.get(
    '/api/openapi.json',
    {
      config: { access: { scope: 'open' } },
      schema: { tags: ['Service'], summary: 'This description, OpenAPI 3.1', hide: true },
    },
    () => app.swagger(),
  )
}

/** Says in the description what the route itself enforces. */
const transform: NonNullable<FastifyDynamicSwaggerOptions['transform']> = ({
  schema,
  url,
  route,
}) => {
  const access = route.config?.access
  if (!access || !schema || !url.startsWith('/api')) return { schema, url }
  const roles = 'roles' in access ? ` Roles: ${access.roles.join(', ')}.` : ''
  const description = [schema.description, `${ACCESS_WORDS[access.scope]}${roles}`]
  return {
    url,
    schema: {
      ...schema,
      description: description.filter(Boolean).join('\n\n'),
      security: access.scope === 'open' ? [] : [{ bearer: [] }, { cookie: [] }],
      response: {
        ...(schema.response as object),
        default: {
          description: 'Problem',
          content: {
            'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
          },
        },
      },
    },
  }
}
