import { type TArrayOptions, type TNumberOptions, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { pointerTo, say } from '../../bank/finding.ts'
import type { LocalizedText } from '../../text.ts'

/** What a part of a document should be and is not. */
export interface SchemaFault {
  readonly pointer: string
  readonly message: LocalizedText
}

/**
 * Where a document departs from a schema, each place once and in words. Where the schema has
 * several shapes, the one is held against the document that its author seems to have meant.
 */
export function schemaFaults(schema: TSchema, value: unknown, pointer = ''): SchemaFault[] {
  if (Type.IsUnion(schema)) {
    const branch = branchFor(schema.anyOf, value)
    if (branch) return schemaFaults(branch, value, pointer)
    return [{ pointer: pointerOfKind(schema.anyOf, value, pointer), message: oneOf(schema.anyOf) }]
  }
  if (Type.IsObject(schema) && isRecord(value)) return memberFaults(schema, value, pointer)
  if (Type.IsArray(schema) && Array.isArray(value)) {
    const limits = schema as TSchema as TArrayOptions
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = limits
    if (value.length < minItems || value.length > maxItems) {
      const most = Number.isFinite(maxItems) ? maxItems : null
      return [{ pointer, message: wantedLength(minItems, most) }]
    }
    return value.flatMap((part, at) => schemaFaults(schema.items, part, pointer + pointerTo(at)))
  }
  return Value.Check(schema, value) ? [] : [{ pointer, message: wanted(schema) }]
}

function memberFaults(
  schema: ReturnType<typeof Type.Object>,
  value: Readonly<Record<string, unknown>>,
  pointer: string,
): SchemaFault[] {
  const known = Object.keys(schema.properties)
  const strange = Object.keys(value).filter((name) => !known.includes(name))
  const required: readonly string[] = schema.required ?? []
  const absent = required.filter((name) => value[name] === undefined)
  const list = known.join(', ')
  return [
    ...strange.map((name) => ({
      pointer: pointer + pointerTo(name),
      message: say(`没有这一项；可用：${list}`, `there is no such member, only ${list}`),
    })),
    ...absent.map((name) => ({
      pointer: pointer + pointerTo(name),
      message: say('缺少此项', 'is missing'),
    })),
    ...known.flatMap((name) => {
      const [member, own] = [value[name], schema.properties[name]]
      if (member === undefined || own === undefined) return []
      return schemaFaults(own, member, pointer + pointerTo(name))
    }),
  ]
}

function branchFor(branches: readonly TSchema[], value: unknown): TSchema | undefined {
  if (isRecord(value)) {
    const objects = branches.filter((branch) => Type.IsObject(branch))
    const named = objects.find(
      ({ properties }) => properties['kind'] && Value.Check(properties['kind'], value['kind']),
    )
    return named ?? objects.find(({ properties }) => !properties['kind'])
  }
  if (Array.isArray(value)) return branches.find((branch) => Type.IsArray(branch))
  if (typeof value === 'number') return branches.find((branch) => Type.IsNumber(branch))
  return branches.find((branch) => Type.IsLiteral(branch) && branch.const === value)
}

/** A shape named wrongly is a fault of its name. */
function pointerOfKind(branches: readonly TSchema[], value: unknown, pointer: string): string {
  const haveKinds = branches.some(
    (branch) => Type.IsObject(branch) && branch.properties['kind'] !== undefined,
  )
  return haveKinds && isRecord(value) ? pointer + pointerTo('kind') : pointer
}

function oneOf(branches: readonly TSchema[]): LocalizedText {
  const shapes = branches.map(shapeOf)
  return say(
    `应为以下之一：${shapes.map((shape) => shape['zh-CN']).join('、')}`,
    `must be one of: ${shapes.map(({ en }) => en).join(', ')}`,
  )
}

function shapeOf(branch: TSchema): LocalizedText {
  if (Type.IsLiteral(branch)) return say(JSON.stringify(branch.const), JSON.stringify(branch.const))
  if (Type.IsNumber(branch)) return say('一个数', 'a number')
  if (Type.IsArray(branch)) return say('数组', 'an array')
  if (!Type.IsObject(branch)) return wanted(branch)
  const kind = branch.properties['kind']
  if (kind && Type.IsLiteral(kind)) {
    const text = `kind ${JSON.stringify(kind.const)}`
    return say(text, text)
  }
  const members = Object.keys(branch.properties).join(', ')
  return say(`对象（${members}）`, `an object (${members})`)
}

/** What a plain value should be. */
function wanted(schema: TSchema): LocalizedText {
  if (Type.IsNumber(schema) || Type.IsInteger(schema)) {
    return wantedNumber(schema as TSchema as TNumberOptions, Type.IsInteger(schema))
  }
  if (Type.IsString(schema)) {
    return say(
      '应为名称，不含空格、逗号和引号',
      'must be a name without blanks, commas and quotation marks',
    )
  }
  if (Type.IsArray(schema)) return say('应为数组', 'must be an array')
  if (Type.IsObject(schema)) return say('应为对象', 'must be an object')
  return say('与格式不符', 'has not the shape it should have')
}

function wantedNumber(bounds: TNumberOptions, isWhole: boolean): LocalizedText {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = bounds
  const named = [
    [minimum, '不小于', 'at least'],
    [exclusiveMinimum, '大于', 'above'],
    [maximum, '不大于', 'at most'],
    [exclusiveMaximum, '小于', 'below'],
  ] as const
  const told = named.filter(([bound]) => bound !== undefined)
  const zh = told.map(([bound, text]) => `${text} ${bound}`).join('，')
  const en = told.map(([bound, , text]) => `${text} ${bound}`).join(' and ')
  const what = isWhole ? 'whole number' : 'number'
  return say(`应为${zh}的${isWhole ? '整数' : '数'}`, `must be a ${what} ${en}`)
}

function wantedLength(least: number, most: number | null): LocalizedText {
  if (most === null) return say(`至少需要 ${least} 个`, `must have at least ${least}`)
  return say(`应有 ${least} 到 ${most} 个`, `must have ${least} to ${most}`)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
