import { Menu, UnstyledButton } from '@mantine/core'
import type { Me } from '../../domain/organization/views.ts'
import { api } from '../shared/api.ts'
import { LANGUAGES, setPreferences, TEXT_SIZES, THEMES } from '../shared/preferences.ts'
import { useLocalized, usePreferences, useSharedText } from '../shared/use-text.ts'
import { useText } from './text.ts'

interface ChoiceProps {
  readonly chosen: boolean
  readonly label: string
  readonly lang?: string
  readonly onChoose: () => void
}

function Choice({ chosen, label, lang, onChoose }: ChoiceProps) {
  return (
    <Menu.Item
      role="menuitemradio"
      aria-checked={chosen}
      {...(lang === undefined ? {} : { lang })}
      leftSection={<span className="tick">{chosen ? '✓' : ''}</span>}
      onClick={onChoose}
    >
      {label}
    </Menu.Item>
  )
}

function LanguageMenu() {
  const t = useSharedText()
  const { language } = usePreferences()
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <UnstyledButton
          className="header-button"
          aria-label={`${t('app.language')}: ${t(`language.${language}`)}`}
        >
          {t(`language.${language}`)}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {LANGUAGES.map((choice) => (
          <Choice
            key={choice}
            lang={choice}
            chosen={choice === language}
            label={t(`language.${choice}`)}
            onChoose={() => setPreferences({ language: choice })}
          />
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function DisplayMenu() {
  const t = useSharedText()
  const { theme, textSize } = usePreferences()
  return (
    <Menu position="bottom-end" width={240} closeOnItemClick={false}>
      <Menu.Target>
        <UnstyledButton className="header-button">{t('app.display')}</UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('theme.label')}</Menu.Label>
        {THEMES.map((choice) => (
          <Choice
            key={choice}
            chosen={choice === theme}
            label={t(`theme.${choice}`)}
            onChoose={() => setPreferences({ theme: choice })}
          />
        ))}
        <Menu.Divider />
        <Menu.Label>{t('text-size.label')}</Menu.Label>
        {TEXT_SIZES.map((choice) => (
          <Choice
            key={choice}
            chosen={choice === textSize}
            label={t(`text-size.${choice}`)}
            onChoose={() => setPreferences({ textSize: choice })}
          />
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

async function signOut(): Promise<void> {
  await api.delete('/login')
  location.assign('/sign-in')
}

function AccountMenu({ me }: { readonly me: Me }) {
  const t = useText()
  const shared = useSharedText()
  const say = useLocalized()
  return (
    <Menu position="bottom-end" width={260}>
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
