import { defineEntity, p } from '@mikro-orm/postgresql'
import type { BankFrame } from '../../domain/bank/compose-bank.ts'
import type { Item } from '../../domain/bank/item.ts'
import { ITEM_ACTS } from '../../domain/bank/life-cycle.ts'
import { PersonEntity } from './organization.ts'
import { reference } from './reference.ts'

/** A program's bank but for its items; the highest approved revision is the one in use. */
export const BankFrameEntity = defineEntity({
  name: 'BankFrame',
  tableName: 'bank_frame',
  primaryKeys: ['program', 'revision'],
  checks: [{ name: 'bank_frame_revision_counts_from_one', expression: 'revision >= 1' }],
  properties: {
    program: p.text().primary(),
    revision: p.integer().primary(),
    content: p.json<BankFrame>(),
    createdBy: () => reference(PersonEntity, 'created_by'),
    createdAt: p.datetime(),
  },
})

/** A second person's yes to a frame. */
export const FrameApprovalEntity = defineEntity({
  name: 'FrameApproval',
  tableName: 'frame_approval',
  primaryKeys: ['program', 'revision'],
  checks: [{ name: 'frame_approval_revision_counts_from_one', expression: 'revision >= 1' }],
  properties: {
    program: p.text().primary(),
    revision: p.integer().primary(),
    note: p.text(),
    approvedBy: () => reference(PersonEntity, 'approved_by'),
    approvedAt: p.datetime(),
  },
})

/** That somebody sent a frame back, and why; it is never approved from then on. */
export const FrameReturnEntity = defineEntity({
  name: 'FrameReturn',
  tableName: 'frame_return',
  primaryKeys: ['program', 'revision'],
  checks: [
    { name: 'frame_return_revision_counts_from_one', expression: 'revision >= 1' },
    { name: 'frame_return_says_why', expression: "btrim(note) <> ''" },
  ],
  properties: {
    program: p.text().primary(),
    revision: p.integer().primary(),
    note: p.text(),
    returnedBy: () => reference(PersonEntity, 'returned_by'),
    returnedAt: p.datetime(),
  },
})

/** One immutable wording of an item. */
export const ItemRevisionEntity = defineEntity({
  name: 'ItemRevision',
  tableName: 'item_revision',
  primaryKeys: ['program', 'itemId', 'revision'],
  checks: [
    { name: 'item_revision_counts_from_one', expression: 'revision >= 1' },
    { name: 'item_revision_has_its_id', expression: "content ->> 'id' = item_id" },
  ],
  properties: {
    program: p.text().primary(),
    itemId: p.text().primary(),
    revision: p.integer().primary(),
    content: p.json<Item>(),
    note: p.text(),
    createdBy: () => reference(PersonEntity, 'created_by'),
    createdAt: p.datetime(),
  },
})

/** One act on an item, numbered from 1 within the item. */
export const ItemEventEntity = defineEntity({
  name: 'ItemEvent',
  tableName: 'item_event',
  primaryKeys: ['program', 'itemId', 'number'],
  checks: [
    { name: 'item_event_counts_from_one', expression: 'number >= 1' },
    {
      name: 'item_event_says_why',
      expression: "act not in ('noted', 'returned') or btrim(note) <> ''",
    },
  ],
  properties: {
    program: p.text().primary(),
    itemId: p.text().primary(),
    number: p.integer().primary(),
    revision: p.integer(),
    act: p.enum(ITEM_ACTS),
    note: p.text(),
    actor: () => reference(PersonEntity, 'actor'),
    at: p.datetime(),
  },
})
