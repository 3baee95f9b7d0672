import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Unit } from '../../../domain/organization/unit.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { treeOf, type UnitNode } from '../parts/unit-tree.ts'
import { useText } from '../text.ts'
import { DeleteUnitDialog } from './delete-unit-dialog.tsx'
import { type NameTask, UnitNameDialog } from './unit-name-dialog.tsx'

interface NodesProps {
  readonly nodes: readonly UnitNode[]
  readonly chosen: string
  readonly onChoose: (unitId: string) => void
}

function Nodes({ nodes, chosen, onChoose }: NodesProps) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  return (
    <ul>
      {nodes.map(({ unit, children }) => (
        <li key={unit.id}>
          <button
            type="button"
            className="unit"
            aria-pressed={unit.id === chosen}
            onClick={() => onChoose(unit.id === chosen ? '' : unit.id)}
          >
            <span>{say(unit.name)}</span>
            <span className="dimmed">
              {number(unit.personCount)}
              <span className="hidden-text"> {t('unit.persons-word')}</span>
            </span>
          </button>
          {children.length > 0 && <Nodes nodes={children} chosen={chosen} onChoose={onChoose} />}
        </li>
      ))}
    </ul>
  )
}

interface Props {
  readonly units: readonly Unit[]
  readonly chosen: string
  readonly onChoose: (unitId: string) => void
}

function UnitActs({
  unit,
  onTask,
  onDelete,
}: {
  readonly unit: Unit
  readonly onTask: (task: NameTask) => void
  readonly onDelete: () => void
}) {
  const t = useText()
  const say = useLocalized()
  return (
    <div className="unit-acts">
      <strong>{say(unit.name)}</strong>
      <div>
        <Button variant="default" onClick={() => onTask({ kind: 'add', parentId: unit.id })}>
          {t('unit.add')}
        </Button>
        <Button variant="default" onClick={() => onTask({ kind: 'rename', unit })}>
          {t('unit.rename')}
        </Button>
        <Button variant="default" onClick={onDelete}>
          {t('unit.delete')}
        </Button>
      </div>
    </div>
  )
}

/** The tree of units. Choosing one narrows the persons and shows what can be done with it. */
export function UnitsPart({ units, chosen, onChoose }: Props) {
  const t = useText()
  const [task, setTask] = useState<NameTask | null>(null)
  const [deleting, setDeleting] = useState(false)
  const unit = units.find(({ id }) => id === chosen)
  return (
    <section className="units" aria-labelledby="units-title">
      <h2 id="units-title">{t('units.title')}</h2>
      <Nodes nodes={treeOf(units)} chosen={chosen} onChoose={onChoose} />
      {unit === undefined ? (
        <p className="dimmed">{t('units.hint')}</p>
      ) : (
        <UnitActs unit={unit} onTask={setTask} onDelete={() => setDeleting(true)} />
      )}
      {task !== null && <UnitNameDialog task={task} onClose={() => setTask(null)} />}
      {deleting && unit !== undefined && (
        <DeleteUnitDialog
          unit={unit}
          onClose={() => setDeleting(false)}
          onDeleted={() => onChoose('')}
        />
      )}
    </section>
  )
}
