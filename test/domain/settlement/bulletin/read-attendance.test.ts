import t from 'tap'
import {
  halfYearBounds,
  halfYearOf,
  yearBounds,
} from '../../../../src/domain/settlement/bulletin/half-year.ts'
import { readAttendance } from '../../../../src/domain/settlement/bulletin/read-attendance.ts'

const TODAY = '2026-11-22'

t.test('a list is read in either language and any order', async (t) => {
  const row = { row: 2, account: 'wang', day: '2026-03-05', hours: 2.5, what: '讲座，上午' }
  const english = 'hours,what,account,day\r\n2.5,"讲座，上午",wang,2026-03-05\r\n'
  const chinese = '\ufeff账号\t日期\t学时\t活动\nwang\t2026-03-05\t2.5\t讲座，上午\n'
  for (const csv of [english, chinese]) {
    t.strictSame(readAttendance(csv, TODAY), { rows: [row], faults: [] })
  }
})

t.test('every fault is told by row and column', async (t) => {
  const faultsOf = (...lines: readonly string[]) =>
    readAttendance(['account,day,hours,what', ...lines].join('\n'), TODAY).faults.map(
      ({ row, column }) => `${row} ${column}`,
    )
  t.strictSame(faultsOf('wang,2026-02-30,2,Talk'), ['2 day'], 'no day of the calendar')
  t.strictSame(faultsOf('wang,2026-11-23,2,Talk'), ['2 day'], 'tomorrow')
  t.strictSame(faultsOf('wang,5.3.2026,two,'), ['2 day', '2 hours', '2 what'])
  t.strictSame(faultsOf(',2026-03-05,25,Talk'), ['2 account', '2 hours'])
  t.strictSame(faultsOf('wang,2026-03-05,-1,Talk'), ['2 hours'])
  t.strictSame(
    faultsOf('wang,2026-03-05,9,A', 'wang,2026-03-05,9,A', 'wang,2026-03-05,16,B'),
    ['3 what', '4 hours'],
    'twice the same, and more hours than the day has',
  )
  t.strictSame(readAttendance('', TODAY).faults.length, 1)
  t.strictSame(
    readAttendance('account,when\nwang,x', TODAY).faults.map(({ column }) => column),
    ['day', 'hours', 'what'],
  )
  t.match(readAttendance('account,day,hours,what\n"wang,1', TODAY).faults, [{ row: 2 }])
})

t.test('half-years begin at midnight of the zone', async (t) => {
  t.strictSame(halfYearBounds('2026-1', 8), {
    from: new Date('2025-12-31T16:00:00Z'),
    to: new Date('2026-06-30T16:00:00Z'),
  })
  t.strictSame(yearBounds(2026, 8).to, new Date('2026-12-31T16:00:00Z'))
  t.equal(halfYearOf(new Date('2026-06-30T15:59:59Z'), 8), '2026-1')
  t.equal(halfYearOf(new Date('2026-06-30T16:00:00Z'), 8), '2026-2')
})
