import { createRoot } from 'react-dom/client'
import { startPreferences } from '../shared/preferences.ts'
import '../shared/styles/tokens.css'
import './styles/base.css'
import './styles/parts.css'
import './styles/pages.css'
import './styles/exam.css'
import './styles/print.css'
import { App } from './app.tsx'

startPreferences()
const root = document.getElementById('root')
if (root !== null) createRoot(root).render(<App />)
