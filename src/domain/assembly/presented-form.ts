import { type Static, Type } from 'typebox'
import { Picture } from '../bank/item.ts'
import { ItemType } from '../bank/item-type.ts'
import { LocalizedText } from '../text.ts'

const closed = { additionalProperties: false } as const
const Option = Type.Object({ id: Type.String(), text: LocalizedText }, closed)

/** One item as a candidate sees it: no key, no parameters, no bank ids. */
export const PresentedItem = Type.Object(
  {
    itemId: Type.String(),
    position: Type.Integer({ minimum: 1 }),
    type: ItemType,
    stem: LocalizedText,
    pictures: Type.Optional(Type.Array(Picture)),
    options: Type.Array(Option),
    prompts: Type.Array(Option),
    unit: Type.Union([LocalizedText, Type.Null()]),
    stimulusId: Type.Union([Type.String(), Type.Null()]),
  },
  closed,
)
export type PresentedItem = Static<typeof PresentedItem>

export const PresentedForm = Type.Object(
  {
    items: Type.Array(PresentedItem),
    stimuli: Type.Array(
      Type.Object({ id: Type.String(), title: LocalizedText, text: LocalizedText }, closed),
    ),
  },
  closed,
)
export type PresentedForm = Static<typeof PresentedForm>
