/** The arrows of docs/guide/architecture.md, checked on every run of `npm run check`. */
const ZONES = {
  contracts: ['contracts'],
  domain: ['domain', 'contracts'],
  workflows: ['workflows', 'domain', 'contracts'],
  activities: ['activities', 'db', 'domain', 'contracts'],
  providers: ['providers', 'domain', 'contracts'],
  db: ['db', 'domain', 'contracts'],
  migrations: ['migrations'],
  runtime: ['runtime', 'activities', 'providers', 'db', 'domain', 'contracts', 'workflows'],
  workers: ['workers', 'runtime', 'activities', 'contracts'],
  api: ['api', 'runtime', 'db', 'domain', 'contracts'],
  emulator: ['emulator'],
};
/** Imports by type only, which vanish at run time, and the message constants that a client needs. */
const TYPE_ARROWS = {
  workflows: ['activities'],
  activities: ['providers'],
  api: ['workflows', 'providers', 'activities'],
};
/** Imports of values that are allowed file by file. */
const VALUE_ARROWS = {
  api: ['^workflows/[^/]+/[^/]+\\.messages\\.ts$'],
};

const zonePattern = (names) => `^(?:${names.join('|')})/`;

const arrows = Object.entries(ZONES).flatMap(([zone, allowed]) => {
  const outside = {
    path: zonePattern([...Object.keys(ZONES), 'console', 'test', 'tools', 'examples']),
    pathNot: [zonePattern(allowed), ...(VALUE_ARROWS[zone] ?? [])],
  };
  const from = { path: `^${zone}/`, pathNot: '\\.test\\.ts$' };
  const typeOnly = TYPE_ARROWS[zone];
  if (!typeOnly) return [{ name: `${zone}-arrows`, severity: 'error', from, to: outside }];
  return [
    {
      name: `${zone}-arrows`,
      severity: 'error',
      from,
      to: { ...outside, pathNot: [...outside.pathNot, zonePattern(typeOnly)] },
    },
    {
      name: `${zone}-type-arrows`,
      comment: `${zone} may import ${typeOnly.join(', ')} by type only`,
      severity: 'error',
      from,
      to: {
        path: zonePattern(typeOnly),
        pathNot: VALUE_ARROWS[zone] ?? [],
        dependencyTypesNot: ['type-only'],
      },
    },
  ];
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: '^node_modules' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'carrier-library',
      comment:
        'The carrier library is an adapter matter: one folder can ring, and only placeCall holds its port.',
      severity: 'error',
      from: { pathNot: '^(?:providers/twilio/|emulator/|test/|tools/(?:prove|bench)/)' },
      to: { path: '^(?:node_modules/)?twilio(?:/|$)' },
    },
    ...arrows,
  ],
  options: {
    doNotFollow: { path: '^node_modules' },
    exclude: { path: '^(?:\\.evercall|dist)/' },
    tsPreCompilationDeps: 'specify',
    parser: 'swc',
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'] },
  },
};
