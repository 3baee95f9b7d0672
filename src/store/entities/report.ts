import { defineEntity, p } from '@mikro-orm/postgresql'
import { ExamEntity } from './exam.ts'
import { PersonEntity } from './organization.ts'
import { reference } from './reference.ts'

/** Who need not sit an exam, and why. */
export const ExemptionEntity = defineEntity({
  name: 'Exemption',
  tableName: 'exemption',
  indexes: [{ properties: ['examId', 'personId'] }, { properties: ['personId'] }],
  checks: [{ name: 'exemption_has_a_reason', expression: "reason ~ '[^[:space:]]'" }],
  properties: {
    id: p.uuid().primary(),
    examId: () => reference(ExamEntity, 'exam_id'),
    personId: () => reference(PersonEntity, 'person_id'),
    reason: p.text(),
    /** Null: for the whole exam. */
    untilAt: p.datetime().nullable(),
    exemptedBy: () => reference(PersonEntity, 'exempted_by'),
    exemptedAt: p.datetime(),
  },
})

/** An exemption taken back. */
export const ExemptionEndEntity = defineEntity({
  name: 'ExemptionEnd',
  tableName: 'exemption_end',
  properties: {
    exemptionId: () => reference(ExemptionEntity, 'exemption_id').primary(),
    reason: p.text(),
    endedBy: () => reference(PersonEntity, 'ended_by'),
    endedAt: p.datetime(),
  },
})

/** Hours attended on a day at an event; the highest number counts. */
export const AttendanceEntity = defineEntity({
  name: 'Attendance',
  tableName: 'attendance',
  primaryKeys: ['personId', 'day', 'what', 'number'],
  checks: [{ name: 'attendance_fits_a_day', expression: 'fits_a_day(hours)' }],
  properties: {
    personId: () => reference(PersonEntity, 'person_id').primary(),
    day: p.date().primary(),
    what: p.text().primary(),
    number: p.integer().primary(),
    hours: p.double().$type<number>(),
    recordedBy: () => reference(PersonEntity, 'recorded_by'),
    recordedAt: p.datetime(),
  },
})

/** What a unit is to reach in a calendar year; the highest number counts. */
export const UnitTargetEntity = defineEntity({
  name: 'UnitTarget',
  tableName: 'unit_target',
  primaryKeys: ['unitId', 'year', 'number'],
  checks: [
    {
      name: 'unit_target_is_in_shares',
      expression: 'is_share(participation) and is_share(share_at_level)',
    },
  ],
  properties: {
    /** No reference: what was asked of a unit stays when it is dissolved. */
    unitId: p.uuid().primary(),
    year: p.integer().primary(),
    number: p.integer().primary(),
    participation: p.double().$type<number>(),
    shareAtLevel: p.double().$type<number>(),
    setBy: () => reference(PersonEntity, 'set_by'),
    setAt: p.datetime(),
  },
})
