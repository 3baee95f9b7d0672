import { createRoot } from 'react-dom/client'
import { getPreferences, startPreferences } from '../shared/preferences.ts'
import '../shared/styles/tokens.css'
import './styles/base.css'
import './styles/parts.css'
import './styles/pages.css'
import './styles/exam.css'
import './styles/print.css'
import { App } from './app.tsx'
import { keepPages } from './offline/keep-pages.ts'
import { loadTexts } from './text.ts'

startPreferences()
const root = document.getElementById('root')
loadTexts(getPreferences().language).then(() => {
  if (root !== null) createRoot(root).render(<App />)
})
keepPages()
