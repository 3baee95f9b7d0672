import { p } from '@mikro-orm/postgresql'

type Target = Parameters<typeof p.manyToOne>[0]

/**
 * A foreign key held as the other row's id. Nothing that others refer to is ever deleted or
 * renumbered, so no rule acts on its own.
 */
export function reference<E extends Target>(entity: E, column: string) {
  return p
    .manyToOne(entity)
    .mapToPk()
    .deleteRule('no action')
    .updateRule('no action')
    .joinColumn(column)
}
