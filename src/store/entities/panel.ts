import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql'
import {
  type ConcludedCut,
  PANEL_ACTS,
  PANEL_METHODS,
  type PanelItem,
  type PanelLevel,
} from '../../domain/measurement/standard-setting/panel.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { BankVersionEntity } from './bank.ts'
import { PersonEntity, UnitEntity } from './organization.ts'
import { reference } from './reference.ts'

/** A standard setting panel: which items judges rate, for which levels. */
export const PanelEntity = defineEntity({
  name: 'Panel',
  tableName: 'panel',
  indexes: [{ properties: ['unitId'] }, { properties: ['bankVersionId'] }],
  properties: {
    id: p.uuid().primary(),
    unitId: () => reference(UnitEntity, 'unit_id'),
    bankVersionId: () => reference(BankVersionEntity, 'bank_version_id'),
    method: p.enum(PANEL_METHODS).default('angoff'),
    title: p.json<LocalizedText>(),
    levels: p.json<PanelLevel[]>(),
    /**
     * With the shares of right answers as they were known when the panel began; a bookmark
     * panel's in the order of the booklet.
     */
    items: p.json<PanelItem[]>(),
    createdBy: () => reference(PersonEntity, 'created_by'),
    createdAt: p.datetime(),
  },
})
export type PanelRecord = InferEntity<typeof PanelEntity>

export const PanelJudgeEntity = defineEntity({
  name: 'PanelJudge',
  tableName: 'panel_judge',
  primaryKeys: ['panelId', 'personId'],
  indexes: [{ properties: ['personId'] }],
  properties: {
    panelId: () => reference(PanelEntity, 'panel_id').primary(),
    personId: () => reference(PersonEntity, 'person_id').primary(),
    invitedBy: () => reference(PersonEntity, 'invited_by'),
    invitedAt: p.datetime(),
  },
})

/** A round opened or closed. */
export const PanelEventEntity = defineEntity({
  name: 'PanelEvent',
  tableName: 'panel_event',
  primaryKeys: ['panelId', 'number'],
  properties: {
    panelId: () => reference(PanelEntity, 'panel_id').primary(),
    number: p.integer().primary(),
    act: p.enum(PANEL_ACTS),
    round: p.integer(),
    actor: () => reference(PersonEntity, 'actor'),
    at: p.datetime(),
  },
})

/** One judge's probability for one item; of several, the one with the highest number counts. */
export const PanelRatingEntity = defineEntity({
  name: 'PanelRating',
  tableName: 'panel_rating',
  primaryKeys: ['panelId', 'round', 'judgeId', 'level', 'itemId', 'number'],
  properties: {
    panelId: () => reference(PanelEntity, 'panel_id').primary(),
    round: p.integer().primary(),
    judgeId: () => reference(PersonEntity, 'judge_id').primary(),
    level: p.text().primary(),
    itemId: p.text().primary(),
    number: p.integer().primary(),
    probability: p.double().$type<number>(),
    ratedAt: p.datetime(),
  },
})

/** One judge's bookmark for a level; of several, the one with the highest number counts. */
export const PanelBookmarkEntity = defineEntity({
  name: 'PanelBookmark',
  tableName: 'panel_bookmark',
  primaryKeys: ['panelId', 'round', 'judgeId', 'level', 'number'],
  properties: {
    panelId: () => reference(PanelEntity, 'panel_id').primary(),
    round: p.integer().primary(),
    judgeId: () => reference(PersonEntity, 'judge_id').primary(),
    level: p.text().primary(),
    number: p.integer().primary(),
    page: p.integer(),
    placedAt: p.datetime(),
  },
})

/** The cuts an organizer recommends on a panel's last round. */
export const PanelConclusionEntity = defineEntity({
  name: 'PanelConclusion',
  tableName: 'panel_conclusion',
  uniques: [{ properties: ['panelId', 'number'] }],
  properties: {
    id: p.uuid().primary(),
    panelId: () => reference(PanelEntity, 'panel_id'),
    number: p.integer(),
    round: p.integer(),
    cuts: p.json<ConcludedCut[]>(),
    reason: p.text(),
    concludedBy: () => reference(PersonEntity, 'concluded_by'),
    concludedAt: p.datetime(),
  },
})

/** What a second person said to it; with a yes exams may adopt the cuts. */
export const PanelVerdictEntity = defineEntity({
  name: 'PanelVerdict',
  tableName: 'panel_verdict',
  properties: {
    conclusionId: () => reference(PanelConclusionEntity, 'conclusion_id').primary(),
    approved: p.boolean(),
    note: p.text(),
    decidedBy: () => reference(PersonEntity, 'decided_by'),
    decidedAt: p.datetime(),
  },
})
