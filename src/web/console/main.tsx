import './mantine-styles.ts'
import './console.css'
import { createRoot } from 'react-dom/client'
import { startPreferences } from '../shared/preferences.ts'
import { App } from './app.tsx'

startPreferences()
const root = document.getElementById('root')
if (root !== null) createRoot(root).render(<App />)
