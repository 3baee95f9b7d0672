import type { InvitationView } from '../../../domain/organization/views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { CopyField } from '../parts/copy-field.tsx'
import { useText } from '../text.ts'

/** A one-time link, to be handed over by a way the person can be trusted to own. */
export function InvitationNote({ invitation }: { readonly invitation: InvitationView }) {
  const t = useText()
  const { dateTime } = useFormats()
  return (
    <div className="note" role="status">
      <CopyField
        label={t('invitation.link')}
        value={new URL(invitation.path, location.origin).href}
        hint={t('invitation.hint', { until: dateTime(invitation.expiresAt) })}
      />
    </div>
  )
}
