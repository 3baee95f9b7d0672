import type { ReactElement } from 'react'
import { useLocalized } from '../../shared/use-preferences.ts'
import { Note } from '../parts/note.tsx'
import type { SafeBrowserProps } from './browser-asked.ts'
import { FAULT_WORDS, RIGHT_BROWSER, STEPS, TITLE } from './browser-words.ts'

const DOWNLOADS = 'https://safeexambrowser.org/download_en.html'

function Steps({ browser }: Pick<SafeBrowserProps, 'browser'>): ReactElement {
  const localized = useLocalized()
  return (
    <ol className="numbered-list">
      <li>
        {localized(STEPS.install)}{' '}
        <a href={DOWNLOADS} target="_blank" rel="noreferrer">
          {localized(STEPS.installLink)}
        </a>
      </li>
      <li>
        {localized(STEPS.configuration)}
        <div className="actions">
          <a className="button primary" href={browser.link}>
            {localized(STEPS.open)}
          </a>
          <a className="button" href={browser.file} download>
            {localized(STEPS.download)}
          </a>
        </div>
      </li>
      <li>{localized(STEPS.start)}</li>
    </ol>
  )
}

/** Whether this is the exam's browser; where it is not, in plain words what to do. */
export function BrowserAdvice({ browser, onCheckAgain }: SafeBrowserProps): ReactElement {
  const localized = useLocalized()
  const { fault } = browser
  return (
    <section className="card pad" aria-labelledby="safe-browser">
      <h2 id="safe-browser">{localized(TITLE)}</h2>
      {fault === null ? (
        <Note tone="good">{localized(RIGHT_BROWSER)}</Note>
      ) : (
        <>
          <Note tone="warn" title={localized(FAULT_WORDS[fault].title)}>
            <p>{localized(FAULT_WORDS[fault].text)}</p>
          </Note>
          {fault !== 'other-address' && <Steps browser={browser} />}
          {fault === 'no-safe-exam-browser' && <p className="soft">{localized(STEPS.noDevice)}</p>}
          <button type="button" className="button" onClick={onCheckAgain}>
            {localized(STEPS.again)}
          </button>
        </>
      )}
    </section>
  )
}
