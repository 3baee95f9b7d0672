import { Type } from 'typebox'
import { Locale } from 'typebox/system'
import { Value } from 'typebox/value'
import { Bank } from './bank.ts'
import { type Finding, pointerTo, say } from './finding.ts'
import {
  MatchingItem,
  MultipleChoiceItem,
  NumericItem,
  OrderingItem,
  Picture,
  ShortTextItem,
  SingleChoiceItem,
  TrueFalseItem,
} from './item.ts'
import { ITEM_TYPES, type ItemType } from './item-type.ts'
import { pictureTypeOf } from './picture-type.ts'

const ITEM_SCHEMAS = {
  'single-choice': SingleChoiceItem,
  'multiple-choice': MultipleChoiceItem,
  'true-false': TrueFalseItem,
  numeric: NumericItem,
  'short-text': ShortTextItem,
  ordering: OrderingItem,
  matching: MatchingItem,
} as const satisfies Readonly<Record<ItemType, unknown>>

/** The bank but for the shape of its items, which are judged one by one by their own type. */
const BankFrame = Type.Object(
  { ...Bank.properties, items: Type.Array(Type.Unknown(), { minItems: 1 }) },
  { additionalProperties: false },
)

/**
 * Everything in which a document differs from the schema of a bank, and pictures that are not of
 * the type they say; empty when it is a bank.
 */
export function bankSchemaFindings(document: unknown): Finding[] {
  const frame = schemaFindings(BankFrame, document, '', null)
  return [...frame, ...itemsOf(document).flatMap(itemSchemaFindings)]
}

/** The members of `items`, whatever they are. */
function itemsOf(document: unknown): readonly unknown[] {
  const { items } = (document ?? {}) as { items?: unknown }
  return Array.isArray(items) ? items : []
}

function itemSchemaFindings(item: unknown, index: number): Finding[] {
  const { id, type } = (item ?? {}) as { id?: unknown; type?: unknown }
  const itemId = typeof id === 'string' ? id : null
  const pointer = pointerTo('items', index)
  const isKnown = typeof type === 'string' && Object.hasOwn(ITEM_SCHEMAS, type)
  if (isKnown) {
    const found = schemaFindings(ITEM_SCHEMAS[type as ItemType], item, pointer, itemId)
    return [...found, ...pictureFindings(item, pointer, itemId)]
  }
  const message = say(
    `题型必须是以下之一：${ITEM_TYPES.join('、')}`,
    `the type must be one of ${ITEM_TYPES.join(', ')}`,
  )
  return [{ pointer: `${pointer}/type`, item: itemId, severity: 'error', code: 'schema', message }]
}

/** Pictures of sound shape whose first bytes show something else than they say. */
function pictureFindings(item: unknown, pointer: string, itemId: string | null): Finding[] {
  const { pictures } = item as { pictures?: unknown }
  if (!Array.isArray(pictures)) return []
  return pictures.flatMap((picture: unknown, index): Finding[] => {
    if (!Value.Check(Picture, picture)) return []
    const { base64, mediaType } = picture
    const found = pictureTypeOf(base64)
    if (found === mediaType) return []
    const message = say(
      `图片内容${found === null ? '不是可用的图片格式' : `是 ${found}`}，与声明的类型 ${mediaType} 不符`,
      `the picture says it is ${mediaType} and is ${found ?? 'none of the formats allowed'}`,
    )
    const place = pointer + pointerTo('pictures', index, 'base64')
    return [{ pointer: place, item: itemId, severity: 'error', code: 'picture-type', message }]
  })
}

type SchemaError = ReturnType<typeof Value.Errors>[number]

/** One finding per place: of a union only what is deepest, or the values it allows. */
export function schemaFindings(
  schema: Type.TSchema,
  value: unknown,
  pointer: string,
  item: string | null,
): Finding[] {
  if (Value.Check(schema, value)) return []
  // `boolean` only repeats what `additionalProperties` says about the object above.
  const all = Value.Errors(schema, value).filter(({ keyword }) => keyword !== 'boolean')
  const byPlace = Map.groupBy(all, ({ instancePath }) => instancePath)
  const findings = [...byPlace].flatMap(([place, errors]) => {
    const allowed = allowedValues(errors)
    if (allowed.length > 0) {
      const message = say(
        `必须是以下之一：${allowed.join('、')}`,
        `must be one of ${allowed.join(', ')}`,
      )
      return [{ pointer: pointer + place, message }]
    }
    const telling = errors.filter(({ keyword }) => keyword !== 'anyOf')
    return (telling.length > 0 ? telling : errors).flatMap((error) =>
      placesOf(error).map((name) => ({
        pointer: pointer + place + (name === null ? '' : pointerTo(name)),
        message: say(Locale.zh_Hans(error), Locale.en_US(error)),
      })),
    )
  })
  return findings.map((finding) => ({ ...finding, item, severity: 'error', code: 'schema' }))
}

/** An unknown member is at fault itself, not the object that holds it. */
function placesOf(error: SchemaError): readonly (string | null)[] {
  return error.keyword === 'additionalProperties' ? error.params.additionalProperties : [null]
}

function allowedValues(errors: readonly SchemaError[]): string[] {
  return errors.flatMap((error) => {
    if (error.keyword === 'const') return [JSON.stringify(error.params.allowedValue)]
    if (error.keyword === 'enum') return error.params.allowedValues.map((it) => JSON.stringify(it))
    return []
  })
}
