import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = import.meta.dirname

export default defineConfig({
  root: here,
  plugins: [react()],
  server: { proxy: { '/api': 'http://localhost:8080' } },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    // Old phones: syntax is lowered this far; no feature newer than this without a fallback.
    target: ['chrome87', 'edge88', 'firefox98', 'safari15.4'],
    // The content security policy allows no data: scripts, and one request less is no gain here.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { candidate: `${here}/index.html`, console: `${here}/console/index.html` },
    },
  },
})
