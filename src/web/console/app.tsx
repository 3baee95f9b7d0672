import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { type AroundNavHandler, Router } from 'wouter'
import { themeShown } from '../shared/preferences.ts'
import { usePreferences } from '../shared/use-preferences.ts'
import { Entrance } from './entrance.tsx'
import { hasUnsaved } from './parts/use-leave-guard.ts'
import { createQueryClient } from './queries.ts'
import { SignInAgain } from './sign-in-again.tsx'
import { useText } from './text.ts'
import { theme } from './theme.ts'

const queryClient = createQueryClient()

/** Leaving a page with unsaved fields asks once; a change of the filters does not leave it. */
function useLeaveQuestion(): AroundNavHandler {
  const t = useText()
  return (navigate, to, options) => {
    if (options?.replace !== true && hasUnsaved() && !confirm(t('shell.leave'))) return
    navigate(to, options)
  }
}

export function App() {
  const aroundNav = useLeaveQuestion()
  const dark = themeShown(usePreferences().theme) !== 'light'
  return (
    <QueryClientProvider client={queryClient}>
      {/* Colours come from console.css, so that no style element has to be made while running. */}
      <MantineProvider
        theme={theme}
        forceColorScheme={dark ? 'dark' : 'light'}
        withCssVariables={false}
        withGlobalClasses={false}
      >
        <Notifications position="bottom-right" />
        <Router base="/console" aroundNav={aroundNav}>
          <Entrance />
        </Router>
        <SignInAgain />
      </MantineProvider>
    </QueryClientProvider>
  )
}
