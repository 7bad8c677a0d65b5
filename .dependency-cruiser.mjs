/**
 * Who may import whom. The order of folders in the core is the order of dependence; everything
 * else follows from a few sentences, each of which is the comment of a rule here. A violation prints
 * the import, the rule and its comment.
 */

const CORE_FOLDERS = [
  'primitives',
  'items',
  'accounts',
  'transactions',
  'costing',
  'determination',
  'journal',
  'posting',
  'subledger',
  'counting',
  'journals',
  'reviewing',
];

const TEST = String.raw`\.test\.tsx?$|^packages/[^/]+/src/testing/`;

/** A folder of the core may import those before it, not those after it. */
const coreOrder = CORE_FOLDERS.slice(0, -1).map((folder, position) => ({
  name: `core-order-${folder}`,
  comment: `In the core, ${folder} comes before ${CORE_FOLDERS.slice(position + 1).join(', ')} and must not know them.`,
  severity: 'error',
  from: { path: `^packages/core/src/${folder}/`, pathNot: TEST },
  to: { path: `^packages/core/src/(${CORE_FOLDERS.slice(position + 1).join('|')})/` },
}));

export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Files that need each other are one file, or lack a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing imports and that imports nothing is not part of the program.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [TEST, String.raw`\.d\.ts$`, String.raw`/[^/]+\.config\.ts$`],
      },
      to: {},
    },
    {
      name: 'nothing-unresolvable',
      comment: 'What is imported must be there.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'A package that is imported is named in the package.json of the workspace.',
      severity: 'error',
      from: { pathNot: TEST },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'core-is-alone',
      comment:
        'The core imports nothing but itself: no package, no Node, no other workspace. So it runs anywhere and gives the same answer everywhere.',
      severity: 'error',
      from: { path: '^packages/core/src/', pathNot: TEST },
      to: { pathNot: '^packages/core/src/' },
    },
    ...coreOrder,
    {
      name: 'core-through-its-door',
      comment: 'Other workspaces import the core by its name, that is, what its index.ts offers.',
      severity: 'error',
      from: { path: '^packages/(server|web)/', pathNot: TEST },
      to: { path: '^packages/core/src/', pathNot: '^packages/core/src/index\\.ts$' },
    },
    {
      name: 'tests-are-not-imported',
      comment: 'Tests and what supports them are not part of the program.',
      severity: 'error',
      from: { pathNot: TEST },
      to: { path: TEST },
    },
    {
      name: 'application-knows-no-storage-and-no-interface',
      comment:
        'A use case says what storage must provide (application/ports) and is called by interfaces; it knows neither.',
      severity: 'error',
      from: { path: '^packages/server/src/application/', pathNot: TEST },
      to: { path: '^packages/', pathNot: '^packages/(core/src/|server/src/application/)' },
    },
    {
      name: 'storage-knows-only-ports',
      comment: 'Storage provides what application/ports asks for; it never calls a use case.',
      severity: 'error',
      from: { path: '^packages/server/src/storage/', pathNot: TEST },
      to: {
        path: '^packages/',
        pathNot: [
          '^packages/core/src/',
          '^packages/server/src/storage/',
          '^packages/server/src/application/ports\\.ts$',
          '^packages/server/src/application/inspection\\.ts$',
          '^packages/server/src/application/reading/(cost-)?ports\\.ts$',
        ],
      },
    },
    {
      name: 'files-know-only-what-imports-ask-for',
      comment:
        'Files provides what an import asks of the world of files, and says what is wrong with one; it never calls a use case.',
      severity: 'error',
      from: { path: '^packages/server/src/files/', pathNot: TEST },
      to: {
        path: '^packages/',
        pathNot:
          '^packages/(core/src/|server/src/files/|server/src/application/importing/(row-source|import-refusals)\\.ts$)',
      },
    },
    {
      name: 'interfaces-know-no-storage',
      comment:
        'HTTP and the command line translate to use cases and back; they never reach past them.',
      severity: 'error',
      from: {
        path: '^packages/server/src/interfaces/',
        pathNot: [TEST, '^packages/server/src/interfaces/cli/'],
      },
      to: {
        path: '^packages/',
        pathNot: ['/node_modules/', '^packages/(core/src/|server/src/(application|interfaces)/)'],
      },
    },
    {
      name: 'command-line-knows-files-and-no-storage',
      comment:
        'The command line is where people name files; beside them it knows what every interface knows.',
      severity: 'error',
      from: { path: '^packages/server/src/interfaces/cli/', pathNot: TEST },
      to: {
        path: '^packages/',
        pathNot: [
          '/node_modules/',
          '^packages/(core/src/|server/src/(application|files|interfaces)/)',
        ],
      },
    },
    {
      name: 'only-the-composition-knows-everything',
      comment:
        'Parts are put together in main.ts and composition/; nothing else in the server imports those.',
      severity: 'error',
      from: {
        path: '^packages/server/src/',
        pathNot: [TEST, '^packages/server/src/(main\\.ts$|composition/)'],
      },
      to: { path: '^packages/server/src/(main\\.ts$|composition/)' },
    },
    {
      name: 'web-knows-only-the-core',
      comment: 'The browser has two doors: the HTTP API, and the core for its types and words.',
      severity: 'error',
      from: { path: '^packages/web/src/', pathNot: TEST },
      to: { path: '^packages/', pathNot: '^packages/(web|core)/src/' },
    },
    {
      name: 'web-runs-in-a-browser',
      comment: 'The browser has no Node.',
      severity: 'error',
      from: { path: '^packages/web/src/', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    preserveSymlinks: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.d.ts'],
    },
    reporterOptions: { text: { highlightFocused: true } },
  },
};
