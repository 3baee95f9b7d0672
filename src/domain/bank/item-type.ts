import { Type } from 'typebox'

export const ITEM_TYPES = [
  'single-choice',
  'multiple-choice',
  'true-false',
  'numeric',
  'short-text',
  'ordering',
  'matching',
] as const
export type ItemType = (typeof ITEM_TYPES)[number]
export const ItemType = Type.Enum([...ITEM_TYPES])
