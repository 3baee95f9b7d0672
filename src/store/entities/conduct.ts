import { defineEntity, p } from '@mikro-orm/postgresql'
import { CONDUCT_KINDS } from '../../domain/delivery/conduct.ts'
import { ExamEntity } from './exam.ts'
import { PersonEntity } from './organization.ts'
import { reference } from './reference.ts'

/** What was done about an exam, or one attempt of it, while it was open. */
export const ConductActEntity = defineEntity({
  name: 'ConductAct',
  tableName: 'conduct_act',
  indexes: [{ properties: ['examId', 'attemptId'] }, { properties: ['attemptId'] }],
  properties: {
    id: p.uuid().primary(),
    examId: () => reference(ExamEntity, 'exam_id'),
    /** Null: everybody's. */
    attemptId: p.uuid().nullable(),
    kind: p.enum(CONDUCT_KINDS),
    /** Of time added, or of a pause; null where the act has none. */
    seconds: p.integer().nullable(),
    /** The message, or the reason; candidates read both. */
    text: p.text(),
    /** Null: the service itself, giving back its own outage. */
    actedBy: () => reference(PersonEntity, 'acted_by').nullable(),
    actedAt: p.datetime(),
  },
})

/** Time in which no process of the service reached its database. */
export const ServiceOutageEntity = defineEntity({
  name: 'ServiceOutage',
  tableName: 'service_outage',
  properties: {
    id: p.uuid().primary(),
    fromAt: p.datetime(),
    untilAt: p.datetime(),
    notedAt: p.datetime(),
  },
})

/** One row: when any process of the service last was there. */
export const ServiceBeatEntity = defineEntity({
  name: 'ServiceBeat',
  tableName: 'service_beat',
  checks: [{ name: 'service_beat_is_one', expression: 'id = 1' }],
  properties: { id: p.integer().primary().autoincrement(false), beatAt: p.datetime() },
})
