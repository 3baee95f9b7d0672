import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressFiles } from './build/compress-files.ts'
import { keepCandidateFiles } from './build/keep-candidate-files.ts'

const here = import.meta.dirname

export default defineConfig({
  root: here,
  plugins: [react(), keepCandidateFiles(), compressFiles()],
  server: { proxy: { '/api': 'http://localhost:8080' } },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    // Old phones: syntax is lowered this far; no feature newer than this without a fallback.
    target: ['chrome87', 'edge88', 'firefox98', 'safari15.4'],
    // The content security policy allows no data: scripts, and one request less is no gain here.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        candidate: `${here}/index.html`,
        console: `${here}/console/index.html`,
        'service-worker': `${here}/candidate/offline/service-worker.ts`,
      },
      output: {
        // A service worker is known by its address.
        entryFileNames: ({ name }) =>
          name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js',
      },
    },
  },
})
