import { Button } from '@mantine/core'
import type { FixedForm } from '../../../../domain/assembly/blueprint.ts'
import type { ParityCertificate } from '../../../../domain/assembly/form.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { PlotTable } from '../../plots/plot-table.tsx'
import { useText } from '../../text.ts'
import type { AssembledForms } from './use-assembly.ts'

interface Props {
  /** The forms the draft holds. */
  readonly forms: readonly FixedForm[]
  /** What the service said about them, if they were put together just now. */
  readonly reply: AssembledForms | null
  readonly onRemove: () => void
}

function Certificates({ forms, certificates }: Pick<AssembledForms, 'forms' | 'certificates'>) {
  const t = useText()
  const { number } = useFormats()
  const figuresOf = (certificate: ParityCertificate, part: 'value' | 'target'): string[] => [
    number(certificate.expectedScore[part], 2),
    number(certificate.informationAtCut[part], 2),
    number(certificate.expectedSeconds[part] / 60, 1),
  ]
  return (
    <PlotTable
      caption={t('assembly.forms')}
      header={[
        t('sample.form'),
        t('sample.equivalent'),
        t('sample.score'),
        t('sample.information'),
        t('sample.minutes'),
      ]}
      rows={[
        ...certificates.map((certificate, index) => [
          forms[index]?.name ?? '',
          t(certificate.equivalent ? 'sample.yes' : 'sample.no'),
          ...figuresOf(certificate, 'value'),
        ]),
        ...certificates
          .slice(0, 1)
          .map((any) => [t('assembly.target'), '', ...figuresOf(any, 'target')]),
      ]}
    />
  )
}

/** The forms of the draft; how equal they are, where that was just worked out. */
export function AssembledTable({ forms, reply, onRemove }: Props) {
  const t = useText()
  const { number, percent } = useFormats()
  const fresh = reply !== null && JSON.stringify(reply.forms) === JSON.stringify(forms)
  return (
    <div className="assembled">
      <p>
        <strong>{t('assembly.held', { count: forms.length })}</strong>{' '}
        {fresh && t('assembly.took', { seconds: number(reply.solver.seconds, 1) })}
        {fresh &&
          reply.solver.gap !== null &&
          ` ${t('assembly.gap-left', { gap: percent(reply.solver.gap, 1) })}`}
      </p>
      {fresh ? (
        <>
          <Certificates forms={reply.forms} certificates={reply.certificates} />
          <p>
            {t('assembly.overlap', {
              largest: percent(reply.overlap.largest),
              mean: percent(reply.overlap.mean),
            })}
          </p>
        </>
      ) : (
        <PlotTable
          caption={t('assembly.forms')}
          header={[t('sample.form'), t('builder.cell.count')]}
          rows={forms.map(({ name, items }) => [name, number(items.length)])}
        />
      )}
      <Button variant="subtle" onClick={onRemove}>
        {t('assembly.remove')}
      </Button>
    </div>
  )
}
