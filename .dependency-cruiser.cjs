/**
 * The walls of `frontend/`: who may import whom (docs/architecture.md). A rule names what it forbids.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Type-only imports count: `tsPreCompilationDeps` below keeps them.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'rules-import-only-rules',
      comment: 'Pure: no IndexedDB, DOM, network or clock.',
      severity: 'error',
      from: { path: '^frontend/offline/rules/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^frontend/offline/(rules/|types\\.ts)' },
    },
    {
      name: 'views-see-offline-index-only',
      severity: 'error',
      from: { path: '^frontend/(views|player|components)/' },
      to: { path: '^frontend/(offline/(?!index\\.ts|types\\.ts)|gateway|sw|sw\\.ts)' },
    },
    {
      name: 'only-gateway-sees-generated-endpoints',
      severity: 'error',
      from: { pathNot: '^frontend/(gateway/|generated/)' },
      to: { path: '^frontend/generated/(?!file-routes|routes|jsx-dev-transform)' },
    },
    {
      name: 'only-store-sees-idb',
      severity: 'error',
      from: { path: '^frontend/', pathNot: '^frontend/offline/store/' },
      to: { path: 'node_modules/idb' },
    },
    {
      name: 'only-worker-sees-workbox',
      severity: 'error',
      from: { path: '^frontend/', pathNot: '^frontend/(sw/|sw\\.ts)' },
      to: { path: 'node_modules/workbox-' },
    },
    {
      name: 'worker-never-sees-react-or-views',
      severity: 'error',
      from: { path: '^frontend/(sw/|sw\\.ts)' },
      to: { path: '(node_modules/(react|react-dom|@vaadin)|^frontend/(views|player|components))', reachable: true },
    },
    {
      name: 'worker-loads-nothing-generated',
      comment: 'Types only: the generated client expects a page.',
      severity: 'error',
      from: { path: '^frontend/(sw/|sw\\.ts|gateway/(direct|wire|problems)\\.ts)' },
      to: { path: '^frontend/generated/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'offline-never-sees-react-or-views',
      severity: 'error',
      from: { path: '^frontend/offline/' },
      to: { path: '(node_modules/(react|react-dom)/|^frontend/(views|player|components))' },
    },
    {
      name: 'nothing-sees-simulation',
      comment: 'It may look into everything; the app knows nothing of it (proof/storm).',
      severity: 'error',
      from: { path: '^frontend/', pathNot: '^frontend/simulation/' },
      to: { path: '^frontend/simulation/' },
    },
    {
      name: 'playback-never-sees-sync',
      comment: 'The outbox is where they meet.',
      severity: 'error',
      from: { path: '^frontend/offline/playback/' },
      to: { path: '^frontend/offline/sync/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^frontend/generated/(jar-resources|flow)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.css'] },
  },
};
