import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'
import { Item } from './item.ts'

const closed = { additionalProperties: false } as const
const Id = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' })

/** The construct an item measures. */
export const Competency = Type.Object(
  { id: Id, name: LocalizedText, description: LocalizedText },
  closed,
)
export type Competency = Static<typeof Competency>

/** A job; the weights say what it asks, and so what is relevant to it. */
export const Post = Type.Object(
  {
    id: Id,
    name: LocalizedText,
    /** Competency id to importance, 0 (not needed) to 1 (essential). */
    profile: Type.Record(Type.String(), Type.Number({ minimum: 0, maximum: 1 })),
  },
  closed,
)
export type Post = Static<typeof Post>

/** Text or data that several items share. */
export const Stimulus = Type.Object({ id: Id, title: LocalizedText, text: LocalizedText }, closed)
export type Stimulus = Static<typeof Stimulus>

/** All items of a program: the content of `question-banks/PROGRAM/bank.json`. */
export const Bank = Type.Object(
  {
    format: Type.Literal('probity-bank/1'),
    program: Id,
    title: LocalizedText,
    description: LocalizedText,
    competencies: Type.Array(Competency, { minItems: 1 }),
    posts: Type.Array(Post),
    stimuli: Type.Array(Stimulus),
    items: Type.Array(Item, { minItems: 1 }),
  },
  closed,
)
export type Bank = Static<typeof Bank>
