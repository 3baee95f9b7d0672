import { ScrollRegion } from '../parts/scroll-region.tsx'

interface Props {
  readonly caption: string
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** The table twin of a plot. */
export function PlotTable({ caption, header, rows }: Props) {
  return (
    <ScrollRegion label={caption}>
      <table className="table table-small">
        <caption className="hidden-text">{caption}</caption>
        <thead>
          <tr>
            {header.map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr key={cells.join('|')}>
              {header.map((text, column) =>
                column === 0 ? (
                  <th key={text} scope="row">
                    {cells[column]}
                  </th>
                ) : (
                  <td key={text}>{cells[column]}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
