import { zip } from 'fflate'
import { toCsv } from '../domain/bank/formats/spreadsheet-write.ts'
import type { CellTable } from '../domain/settlement/bundle-tables.ts'

/** Tables as one ZIP of CSV files, packed beside the requests. */
export function archiveTables(tables: ReadonlyMap<string, CellTable>, at: Date): Promise<Buffer> {
  const files = [...tables].map(([name, rows]) => [`${name.replaceAll('_', '-')}.csv`, toCsv(rows)])
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  zip(Object.fromEntries(files), { mtime: at }, (error, packed) => {
    if (error) reject(error)
    else resolve(Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength))
  })
  return promise
}
