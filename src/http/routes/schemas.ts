import { Type } from 'typebox'

export const closed = { additionalProperties: false } as const
export const Uuid = Type.String({ format: 'uuid' })
export const Time = Type.String({ format: 'date-time' })
export const Nothing = Type.Null({ description: 'No content' })

/** Path parameters of one id. */
export function idParams<const Name extends string>(name: Name) {
  return Type.Object({ [name]: Uuid } as Record<Name, typeof Uuid>, closed)
}
