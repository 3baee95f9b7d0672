import { Checkbox } from '@mantine/core'
import type { Unit } from '../../../domain/organization/unit.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { treeOf, type UnitNode, withoutCovered } from './unit-tree.ts'

interface Props {
  readonly units: readonly Unit[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: string[]) => void
}

interface NodesProps extends Props {
  readonly nodes: readonly UnitNode[]
  /** A unit above is chosen, and so are these with it. */
  readonly covered: boolean
}

function Nodes({ nodes, covered, ...rest }: NodesProps) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const { units, chosen, onChange } = rest
  return (
    <ul>
      {nodes.map(({ unit, children }) => {
        const checked = covered || chosen.includes(unit.id)
        const toggle = (): void =>
          onChange(
            chosen.includes(unit.id)
              ? chosen.filter((id) => id !== unit.id)
              : withoutCovered([...chosen, unit.id], units),
          )
        return (
          <li key={unit.id}>
            <Checkbox
              label={`${say(unit.name)} (${t('unit.persons', { count: number(unit.personCount) })})`}
              checked={checked}
              disabled={covered}
              onChange={toggle}
            />
            {children.length > 0 && <Nodes {...rest} nodes={children} covered={checked} />}
          </li>
        )
      })}
    </ul>
  )
}

/** The tree of units with a box each; a unit brings its whole branch along. */
export function UnitCheckboxes(props: Props) {
  return (
    <div className="unit-checkboxes">
      <Nodes {...props} nodes={treeOf(props.units)} covered={false} />
    </div>
  )
}
