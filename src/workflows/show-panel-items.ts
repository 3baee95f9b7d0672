import type { MyPanelView } from '../domain/scheduling/panel-views.ts'
import { PanelEntity } from '../store/entities/panel.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import { getMyPanel } from '../store/views/my-panel.ts'
import type { Deps } from './deps.ts'
import { refuseCandidates } from './lock-panel.ts'

/**
 * A panel's items with their keys, for one of its judges. The look is in the log before anything
 * is shown. @throws Refusal 'not-found' for who is no judge, 'conflict-of-interest' for who is
 * to sit an exam on the bank by now
 */
export async function showPanelItems(
  deps: Deps,
  judgeId: string,
  panelId: string,
): Promise<MyPanelView> {
  const view = await getMyPanel(deps, { panelId, judgeId })
  await write(deps.orm, async (em) => {
    const { bankVersionId } = await em.findOneOrFail(PanelEntity, { id: panelId })
    await refuseCandidates(em, bankVersionId, [judgeId])
    await appendLog(em, {
      chain: `panel:${panelId}`,
      actor: judgeId,
      act: 'panel-items-viewed',
      subject: panelId,
      detail: { round: view.round },
      at: deps.now(),
    })
  })
  return view
}
