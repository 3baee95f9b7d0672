import { type ReactElement, type ReactNode, useEffect, useRef } from 'react'
import { LANGUAGES, setPreferences, TEXT_SIZES, THEMES } from '../../shared/preferences.ts'
import { usePreferences } from '../../shared/use-preferences.ts'
import { changeLanguage, useText } from '../text.ts'
import { Icon } from './icon.tsx'

function useClosingDetails(): React.RefObject<HTMLDetailsElement | null> {
  const menu = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const onEvent = (event: Event): void => {
      const details = menu.current
      if (!details?.open) return
      const escaped = event instanceof KeyboardEvent && event.key === 'Escape'
      const outside = event.type === 'pointerdown' && !details.contains(event.target as Node)
      if (escaped || outside) details.open = false
      if (escaped) details.querySelector('summary')?.focus()
    }
    addEventListener('keydown', onEvent)
    addEventListener('pointerdown', onEvent)
    return () => {
      removeEventListener('keydown', onEvent)
      removeEventListener('pointerdown', onEvent)
    }
  }, [])
  return menu
}

export function LanguageSwitch(): ReactElement {
  const t = useText()
  const { language } = usePreferences()
  return (
    <fieldset className="language-switch">
      <legend className="unseen">{t('app.language')}</legend>
      {LANGUAGES.map((choice) => (
        <button
          key={choice}
          type="button"
          lang={choice}
          aria-pressed={choice === language}
          onClick={() => void changeLanguage(choice).catch(() => {})}
        >
          {t(`language.${choice}`)}
        </button>
      ))}
    </fieldset>
  )
}

/** Colours and text size, on every page and in the exam. */
export function DisplayMenu({ children }: { readonly children?: ReactNode }): ReactElement {
  const t = useText()
  const { theme, textSize } = usePreferences()
  const menu = useClosingDetails()
  return (
    <details className="menu" ref={menu}>
      <summary>
        <Icon name="settings" />
        <span className="menu-name">{t('app.display')}</span>
      </summary>
      <div className="menu-body">
        <LanguageSwitch />
        <fieldset className="radio-list">
          <legend>{t('text-size.label')}</legend>
          {TEXT_SIZES.map((size) => (
            <label key={size}>
              <input
                type="radio"
                name="text-size"
                checked={size === textSize}
                onChange={() => setPreferences({ textSize: size })}
              />
              {t(`text-size.${size}`)}
            </label>
          ))}
        </fieldset>
        <fieldset className="radio-list">
          <legend>{t('theme.label')}</legend>
          {THEMES.map((choice) => (
            <label key={choice}>
              <input
                type="radio"
                name="theme"
                checked={choice === theme}
                onChange={() => setPreferences({ theme: choice })}
              />
              {t(`theme.${choice}`)}
            </label>
          ))}
        </fieldset>
        {children}
      </div>
    </details>
  )
}
