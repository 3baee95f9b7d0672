import { html, type Markup } from './markup.ts'

export type TableCell = string | number | null | Markup

export interface DataTable {
  readonly caption: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly TableCell[])[]
  /** Digits after the point, by column; 2 unless told. */
  readonly digits?: readonly number[]
}

/** A table that scrolls by itself where it is wider than the page. */
export function dataTable({ caption, head, rows, digits = [] }: DataTable): Markup {
  const isText = (column: number) => rows.some((row) => typeof row[column] === 'string')
  const cell = (value: TableCell, column: number) => {
    const text = typeof value === 'number' ? numberText(value, digits[column] ?? 2) : (value ?? '–')
    if (column === 0) return html`<th scope="row">${text}</th>`
    return html`<td class="${isText(column) ? 'text' : 'number'}">${text}</td>`
  }
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${head.map((name, column) => html`<th scope="col" class="${isText(column) ? 'text' : 'number'}">${name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>\n`)}</tbody>
</table></div>`
}

/** A plot with the same numbers as a table, folded. */
export function figure(plot: Markup, table: { readonly label: string; readonly table: DataTable }) {
  return html`<figure>${plot}<details><summary>${table.label}</summary>${dataTable(table.table)}</details></figure>`
}

/** A number with so many digits, a true minus, none before zero; a dash for what is none. */
export function numberText(value: number, digits: number): string {
  if (!Number.isFinite(value)) return '–'
  return value
    .toFixed(digits)
    .replace(/^-(?=[0.]*$)/, '')
    .replace('-', '−')
}
