import { Value } from 'typebox/value'
import type { FactPath } from '../../domain/policy/condition-variables.ts'
import { factOf } from '../../domain/policy/condition-variables.ts'
import { FACT_SCHEMAS, FACTS } from '../../domain/policy/fact-catalogue.ts'
import type { PolicyDocument, SubjectFacts } from '../../domain/policy/policy.ts'
import { subjectOf } from '../../domain/policy/policy.ts'
import { factsRead } from '../../domain/policy/rule-language.ts'
import type { PolicySubject } from '../../domain/policy/subject.ts'
import { TYPICAL_FACTS } from '../../domain/policy/typical-facts.ts'
import { type FactValue, withFact } from '../../domain/policy/with-fact.ts'
import { InputFault } from './input-fault.ts'
import { readTextTable, type TextTable, textCell } from './read-text-table.ts'

/** One row of a file of past results. */
export interface FileResult {
  readonly person: string
  readonly unit: string | null
  readonly age: number | null
  readonly facts: SubjectFacts
}

/** Columns that say whom a row is about; every other one is a fact. */
const OWN_COLUMNS: readonly string[] = ['person', 'unit', 'age']

/**
 * Reads past results: a row a person, `person,unit,age` where known, and a column a fact, entries
 * of maps as `competencies.ID.theta` or `creditsByYear.2026`. Facts that no rule reads may be left
 * out; those that one reads must be there. @throws InputFault with row and column
 */
export async function readResults(
  file: string,
  documents: readonly PolicyDocument[],
): Promise<FileResult[]> {
  const [document] = documents
  if (!document) throw new Error('results are read for a policy')
  const subject = subjectOf(document)
  const table = await readTextTable(file)
  const columns = factColumns(table, subject)
  const present = new Set([...columns.values()].map(({ fact }) => fact))
  for (const name of documents.flatMap((one) => readByAny(one))) {
    const isOptional = FACTS[subject][name]?.absent !== undefined
    if (present.has(name) || isOptional || FACTS[subject][name]?.type.includes('<')) continue
    throw new InputFault(`has no column ${name}, which a rule reads`, { file, row: 1 })
  }
  return table.rows.map((row, index) => {
    const own = (name: string) => {
      const column = table.header.indexOf(name)
      return column < 0 ? null : textCell(row, column)
    }
    const age = own('age')
    if (age !== null && !/^\d{1,3}$/.test(age)) {
      throw new InputFault('an age is a whole number', { file, row: row.line, column: 'age' })
    }
    return {
      person: own('person') ?? String(index + 1),
      unit: own('unit'),
      age: age === null ? null : Number(age),
      facts: factsOfRow(table, row, { columns, subject }),
    }
  })
}

function readByAny(document: PolicyDocument): string[] {
  return document.rules.flatMap(({ when }) => factsRead(when, subjectOf(document)))
}

function factColumns(table: TextTable, subject: PolicySubject): ReadonlyMap<number, FactPath> {
  const columns = new Map<number, FactPath>()
  for (const [index, name] of table.header.entries()) {
    if (OWN_COLUMNS.includes(name)) continue
    const path = pathOfColumn(name)
    const isList = path.entry !== null && FACTS[subject][path.fact]?.type === 'list<string>'
    const known = factOf(path, subject)
    if (!isList && (!known || known.type.includes('<'))) {
      const place = { file: table.file, row: 1, column: name }
      throw new InputFault(`there is no fact ${name} for a policy about one ${subject}`, place)
    }
    columns.set(index, path)
  }
  return columns
}

function pathOfColumn(name: string): FactPath {
  const [fact = '', entry, ...rest] = name.split('.')
  if (entry === undefined) return { fact, entry: null, field: null }
  return { fact, entry, field: rest.length > 0 ? rest.join('.') : null }
}

function factsOfRow(
  { file, header }: TextTable,
  row: TextTable['rows'][number],
  of: { readonly columns: ReadonlyMap<number, FactPath>; readonly subject: PolicySubject },
): SubjectFacts {
  let facts = TYPICAL_FACTS[of.subject]
  for (const [column, path] of of.columns) {
    const cell = textCell(row, column)
    // An empty cell of a map: there is no such entry.
    if (cell === null && path.entry !== null) continue
    const place = { file, row: row.line, column: header[column] ?? String(column + 1) }
    const type = factOf(path, of.subject)?.type ?? 'bool'
    const value = cellValue(cell, type)
    if (value === null) throw new InputFault(`is not of type ${type}`, place)
    if (type === 'bool' && path.entry !== null && path.field === null) {
      if (value === true) facts = withFact(facts, path, { value: null, subject: of.subject })
    } else facts = withFact(facts, path, { value, subject: of.subject })
  }
  const [fault] = Value.Errors(FACT_SCHEMAS[of.subject], facts)
  if (fault) {
    const column = fault.instancePath.slice(1).replaceAll('/', '.')
    throw new InputFault(fault.message, { file, row: row.line, column })
  }
  return facts
}

const TRUE: readonly string[] = ['true', 'TRUE', '1']
const FALSE: readonly string[] = ['false', 'FALSE', '0']

function cellValue(cell: string | null, type: string): FactValue | null {
  if (type === 'string') return cell ?? ''
  if (cell === null) return null
  if (type === 'bool') return TRUE.includes(cell) ? true : FALSE.includes(cell) ? false : null
  const value = Number(cell)
  if (cell.trim() === '' || !Number.isFinite(value)) return null
  return type === 'int' && !Number.isInteger(value) ? null : value
}
