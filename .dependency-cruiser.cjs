/**
 * The features of the app, and for each those that it may use. Views may use all of them. A feature uses no insides of
 * another: what others may import lies at the top of a feature's folder, and its subfolders are its own.
 */
const FEATURES = {
  frame: [],
  catalogue: ['frame'],
  downloads: ['catalogue'],
  lecture: ['catalogue', 'downloads'],
  series: ['catalogue', 'downloads', 'lecture'],
  scholar: ['catalogue', 'lecture', 'series'],
  search: ['catalogue'],
  chapters: [],
  player: ['catalogue', 'chapters', 'downloads', 'lecture'],
  account: [],
  journal: ['catalogue'],
  install: [],
};

const featureUsesOnly = Object.entries(FEATURES).map(([feature, used]) => ({
  name: `feature-${feature}-uses-${used.length === 0 ? 'no-other' : used.join('-and-')}`,
  severity: 'error',
  from: { path: `^frontend/features/${feature}/` },
  to: { path: '^frontend/features/', pathNot: `^frontend/features/(${[feature, ...used].join('|')})/` },
}));

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
      to: { pathNot: '^frontend/offline/(rules/|types/)' },
    },
    {
      name: 'views-see-offline-index-only',
      severity: 'error',
      from: { path: '^frontend/(views|features|i18n)/' },
      to: { path: '^frontend/(offline/(?!(index|finding)\\.ts)|gateway|sw|sw\\.ts)' },
    },
    {
      name: 'ui-knows-nothing-of-lectures',
      comment: 'What any app could use: it sees texts and drawings, no state of the offline core.',
      severity: 'error',
      from: { path: '^frontend/ui/' },
      to: { path: '^frontend/(?!ui/|i18n/|covers/)' },
    },
    {
      name: 'nothing-sees-views',
      severity: 'error',
      from: { path: '^frontend/', pathNot: '^frontend/(views|generated|testing/views)/' },
      to: { path: '^frontend/views/' },
    },
    {
      name: 'only-views-and-features-see-features',
      comment: 'The app starts the install feature before anything is drawn.',
      severity: 'error',
      from: { path: '^frontend/', pathNot: '^frontend/(views|features|testing/views|app\\.tsx)' },
      to: { path: '^frontend/features/' },
    },
    {
      name: 'every-feature-is-listed',
      comment: 'A new folder of features/ gets a line in FEATURES above.',
      severity: 'error',
      from: { path: `^frontend/features/(?!(${Object.keys(FEATURES).join('|')})/)` },
      to: {},
    },
    ...featureUsesOnly,
    {
      name: 'features-keep-their-insides-from-other-features',
      severity: 'error',
      from: { path: '^frontend/features/([^/]+)/' },
      to: { path: '^frontend/features/[^/]+/[^/]+/', pathNot: '^frontend/features/$1/' },
    },
    {
      name: 'features-keep-their-insides-from-the-rest',
      severity: 'error',
      from: { path: '^frontend/', pathNot: '^frontend/features/' },
      to: { path: '^frontend/features/[^/]+/[^/]+/' },
    },
    {
      name: 'only-gateway-sees-generated-endpoints',
      severity: 'error',
      from: { pathNot: '^frontend/(gateway/|generated/)' },
      to: { path: '^frontend/generated/(?!file-routes|routes|jsx-dev-transform)' },
    },
    {
      name: 'only-storage-sees-idb',
      severity: 'error',
      from: { path: '^frontend/', pathNot: '^frontend/offline/storage/' },
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
      to: {
        path: '(node_modules/(react|react-dom|@vaadin/(?!hilla-frontend))|^frontend/(views|features|ui))',
        reachable: true,
      },
    },
    {
      name: 'nothing-loads-hillas-client',
      comment:
        'The generated functions call ours (decision 0028); theirs expects a page. Generated files name types of it.',
      severity: 'error',
      from: { path: '^frontend/', pathNot: '^frontend/generated/' },
      to: { path: 'node_modules/@vaadin/hilla-frontend', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'offline-never-sees-react-or-views',
      severity: 'error',
      from: { path: '^frontend/offline/' },
      to: {
        path: '(node_modules/(react|react-dom)/|^frontend/(views|features|ui|i18n)/|^frontend/covers/(?!coverImage\\.ts))',
      },
    },
    {
      name: 'nothing-sees-simulation',
      comment: 'It may look into everything; the app knows nothing of it (proof/storm).',
      severity: 'error',
      from: { path: '^frontend/', pathNot: '^frontend/simulation/' },
      to: { path: '^frontend/simulation/' },
    },
    {
      name: 'only-tests-see-testing',
      severity: 'error',
      from: { path: '^frontend/', pathNot: '^frontend/testing/|\\.test\\.tsx?$' },
      to: { path: '^frontend/testing/' },
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
