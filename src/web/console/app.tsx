import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { Router } from 'wouter'
import { themeShown } from '../shared/preferences.ts'
import { usePreferences } from '../shared/use-text.ts'
import { Entrance } from './entrance.tsx'
import { createQueryClient } from './queries.ts'
import { SignInAgain } from './sign-in-again.tsx'
import { theme } from './theme.ts'

const queryClient = createQueryClient()

export function App() {
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
        <Router base="/console">
          <Entrance />
        </Router>
        <SignInAgain />
      </MantineProvider>
    </QueryClientProvider>
  )
}
