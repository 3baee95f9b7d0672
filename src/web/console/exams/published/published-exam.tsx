import { Tabs } from '@mantine/core'
import type { ExamView } from '../../../../domain/scheduling/views.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { SimulatedBadge, StateBadge } from '../../parts/badges.tsx'
import { PageHeading } from '../../parts/page-heading.tsx'
import { useText } from '../../text.ts'
import { useUrlState } from '../../use-url-state.ts'
import { AmendmentsTab } from '../amendments/amendments-tab.tsx'
import { CalibrationTab } from '../calibration/calibration-tab.tsx'
import { LiveTab } from '../live/live-tab.tsx'
import { RetestOf } from '../retests/retest-of.tsx'
import { RetestsTab } from '../retests/retests-tab.tsx'
import { ScreeningTab } from '../screening/screening-tab.tsx'
import { AttemptsTab } from './attempts-tab.tsx'
import { BundleButton } from './bundle-button.tsx'
import { ExamFacts } from './exam-facts.tsx'
import { FrozenTab } from './frozen-tab.tsx'
import { ReportTab } from './report-tab.tsx'

/** A published exam: where it stands, who took it, what it showed, what is frozen. */
export function PublishedExam({ exam }: { readonly exam: ExamView }) {
  const t = useText()
  const say = useLocalized()
  const [asked, setTab] = useUrlState('tab', 'attempts')
  // Time given to one person alone may reach beyond the window.
  const isLive = exam.state === 'open' || (exam.state === 'checking' && exam.started > exam.closed)
  const canRetest = exam.state === 'final' && exam.verifies === null
  const isThere = { live: isLive, retests: canRetest }[asked] ?? true
  const tab = isThere ? asked : 'attempts'
  return (
    <>
      <PageHeading
        title={say(exam.title)}
        badges={
          <>
            <StateBadge state={exam.state} />
            {exam.simulated && <SimulatedBadge />}
          </>
        }
        lead={say(exam.unit.name)}
      >
        <BundleButton exam={exam} />
      </PageHeading>
      <RetestOf exam={exam} />
      <ExamFacts exam={exam} />
      <Tabs value={tab} onChange={(value) => setTab(value ?? 'attempts')} keepMounted={false}>
        <Tabs.List aria-label={t('exam.tabs')}>
          {isLive && <Tabs.Tab value="live">{t('exam.tab.live')}</Tabs.Tab>}
          <Tabs.Tab value="attempts">{t('exam.tab.attempts')}</Tabs.Tab>
          <Tabs.Tab value="report">{t('exam.tab.report')}</Tabs.Tab>
          <Tabs.Tab value="amendments">{t('exam.tab.amendments')}</Tabs.Tab>
          <Tabs.Tab value="screening">{t('exam.tab.screening')}</Tabs.Tab>
          <Tabs.Tab value="calibration">{t('exam.tab.calibration')}</Tabs.Tab>
          {canRetest && <Tabs.Tab value="retests">{t('exam.tab.retests')}</Tabs.Tab>}
          <Tabs.Tab value="frozen">{t('exam.tab.frozen')}</Tabs.Tab>
        </Tabs.List>
        {isLive && (
          <Tabs.Panel value="live">
            <LiveTab exam={exam} />
          </Tabs.Panel>
        )}
        <Tabs.Panel value="attempts">
          <AttemptsTab exam={exam} />
        </Tabs.Panel>
        <Tabs.Panel value="report">
          <ReportTab exam={exam} />
        </Tabs.Panel>
        <Tabs.Panel value="amendments">
          <AmendmentsTab exam={exam} />
        </Tabs.Panel>
        <Tabs.Panel value="screening">
          <ScreeningTab exam={exam} />
        </Tabs.Panel>
        <Tabs.Panel value="calibration">
          <CalibrationTab exam={exam} />
        </Tabs.Panel>
        {canRetest && (
          <Tabs.Panel value="retests">
            <RetestsTab exam={exam} />
          </Tabs.Panel>
        )}
        <Tabs.Panel value="frozen">
          <FrozenTab exam={exam} />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}
