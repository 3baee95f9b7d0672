import { useElementSize } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useText } from '../text.ts'

interface Props {
  readonly title: string
  /** What the plot shows, in one sentence; read instead of the drawing. */
  readonly summary: string
  /** The same as a table. */
  readonly table: ReactNode
  readonly height: number
  /** Draws for a width in pixels, so that text keeps its size on a phone. */
  readonly children: (width: number) => ReactNode
}

/** A drawing with its title, its meaning in words and its table twin. */
export function PlotFigure({ title, summary, table, height, children }: Props) {
  const t = useText()
  const { ref, width } = useElementSize<HTMLDivElement>()
  return (
    <figure className="plot">
      <figcaption>{title}</figcaption>
      <div ref={ref} style={{ height }}>
        {width > 0 && (
          <svg role="img" aria-label={`${title}. ${summary}`} width={width} height={height}>
            {children(width)}
          </svg>
        )}
      </div>
      <details>
        <summary>{t('plot.as-table')}</summary>
        {table}
      </details>
    </figure>
  )
}
