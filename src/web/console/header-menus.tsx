import { Menu, UnstyledButton } from '@mantine/core'
import type { Me } from '../../domain/organization/views.ts'
import { api } from '../shared/api.ts'
import { isProblem } from '../shared/api-error.ts'
import { forgetKeptViews } from '../shared/kept-views.ts'
import { LANGUAGES, setPreferences, TEXT_SIZES, THEMES } from '../shared/preferences.ts'
import { useLocalized, usePreferences } from '../shared/use-preferences.ts'
import { useSharedText } from '../shared/use-text.ts'
import { useText } from './text.ts'

function LanguageMenu() {
  const t = useSharedText()
  const { language } = usePreferences()
  return (
    <Menu position="bottom-end" width={180} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton
          className="header-button"
          aria-label={`${t('app.language')}: ${t(`language.${language}`)}`}
        >
          {t(`language.${language}`)}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={language}>
          {LANGUAGES.map((choice) => (
            <Menu.RadioItem
              key={choice}
              value={choice}
              lang={choice}
              closeMenuOnClick
              onChange={() => setPreferences({ language: choice })}
            >
              {t(`language.${choice}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}

function DisplayMenu() {
  const t = useSharedText()
  const { theme, textSize } = usePreferences()
  return (
    <Menu position="bottom-end" width={240} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton className="header-button">{t('app.display')}</UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('theme.label')}</Menu.Label>
        <Menu.RadioGroup value={theme} aria-label={t('theme.label')}>
          {THEMES.map((choice) => (
            <Menu.RadioItem
              key={choice}
              value={choice}
              onChange={() => setPreferences({ theme: choice })}
            >
              {t(`theme.${choice}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{t('text-size.label')}</Menu.Label>
        <Menu.RadioGroup value={textSize} aria-label={t('text-size.label')}>
          {TEXT_SIZES.map((choice) => (
            <Menu.RadioItem
              key={choice}
              value={choice}
              onChange={() => setPreferences({ textSize: choice })}
            >
              {t(`text-size.${choice}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}

async function signOut(): Promise<void> {
  await api.delete('/login').catch((error) => {
    if (!isProblem(error, 'sign-in-required')) throw error
  })
  await forgetKeptViews()
  location.assign('/sign-in')
}

function AccountMenu({ me }: { readonly me: Me }) {
  const t = useText()
  const shared = useSharedText()
  const say = useLocalized()
  return (
    <Menu position="bottom-end" width={260} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton
          className="header-button header-account"
          aria-label={t('shell.account', { name: me.name })}
        >
          {me.name}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.account} · {say(me.unit.name)}
        </Menu.Label>
        <Menu.Item component="a" href="/">
          {t('shell.to-candidate')}
        </Menu.Item>
        <Menu.Item component="a" href="/account">
          {t('shell.logins')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut()}>{shared('sign-in.sign-out')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** Language, display and account. */
export function HeaderMenus({ me }: { readonly me: Me }) {
  return (
    <div className="header-menus">
      <LanguageMenu />
      <DisplayMenu />
      <AccountMenu me={me} />
    </div>
  )
}
