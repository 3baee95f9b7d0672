import ajvCompiler from '@fastify/ajv-compiler'
import serializerSelector from '@fastify/fast-json-stringify-compiler'
import type { FastifyServerOptions } from 'fastify'

type Compilers = NonNullable<
  NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']
>

/** What Fastify asks of a validator: its errors stand beside it. */
interface Validator {
  (data: unknown): unknown
  errors?: unknown
}
type CompileValidator = (route: unknown) => Validator
/** What compiles takes bare schemas of any kind; Fastify's types tell several apart. */
type BuildValidator = (schemas: unknown, options: unknown) => CompileValidator

/**
 * Fastify's own compilers, each schema at its first use. Those of all routes at once take most of
 * a second of CPU at every start, while a process that was killed is missed; one of them takes its
 * first request milliseconds.
 */
export const compileWhenUsed: Compilers = {
  buildValidator: validatorsWhenUsed as NonNullable<Compilers['buildValidator']>,
  buildSerializer: (schemas, options) => {
    const compile = serializerSelector()(schemas, options)
    return (route) => {
      let serializer: ReturnType<typeof compile> | undefined
      return (data) => {
        serializer ??= compile(route)
        return serializer(data)
      }
    }
  },
}

function validatorsWhenUsed(schemas: unknown, options: unknown): CompileValidator {
  const compile = (ajvCompiler() as unknown as BuildValidator)(schemas, options)
  return (route) => {
    let validator: Validator | undefined
    const whenUsed: Validator = (data) => {
      validator ??= compile(route)
      const answer = validator(data)
      whenUsed.errors = validator.errors
      return answer
    }
    return whenUsed
  }
}
