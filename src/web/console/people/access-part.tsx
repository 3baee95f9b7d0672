import { Button } from '@mantine/core'
import { useState } from 'react'
import type { InvitationView, PersonView } from '../../../domain/organization/views.ts'
import { api } from '../../shared/api.ts'
import { ConfirmModal } from '../parts/confirm-modal.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { tell } from '../parts/tell.ts'
import { useChange } from '../queries.ts'
import { useText } from '../text.ts'
import { InvitationNote } from './invitation-note.tsx'

function RevokeLogins({ person }: { readonly person: PersonView }) {
  const t = useText()
  const [asking, setAsking] = useState(false)
  const revoking = useChange(() => api.delete(`/persons/${person.id}/logins`))
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('access.revoke')}
      </Button>
      <ConfirmModal
        opened={asking}
        title={t('access.revoke.title', { name: person.name })}
        confirm={t('access.revoke')}
        busy={revoking.isPending}
        error={revoking.error}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          revoking.mutate(undefined, {
            onSuccess: () => {
              setAsking(false)
              tell(t('access.revoked'))
            },
          })
        }
      >
        <p>{t('access.revoke.consequence')}</p>
      </ConfirmModal>
    </>
  )
}

/** How the person gets in: a new one-time link, and the end of every sign-in. */
export function AccessPart({ person }: { readonly person: PersonView }) {
  const t = useText()
  const inviting = useChange(() => api.post<InvitationView>(`/persons/${person.id}/invitation`))
  return (
    <section aria-labelledby="access-title">
      <h3 id="access-title">{t('access.title')}</h3>
      <p className="dimmed">{t(person.active ? 'access.active' : 'access.invited')}</p>
      {inviting.data !== undefined && <InvitationNote invitation={inviting.data} />}
      {inviting.error !== null && <ProblemAlert error={inviting.error} />}
      <div className="buttons">
        <Button
          variant="default"
          loading={inviting.isPending}
          onClick={() => inviting.mutate(undefined)}
        >
          {t('access.invite')}
        </Button>
        <RevokeLogins person={person} />
      </div>
    </section>
  )
}
