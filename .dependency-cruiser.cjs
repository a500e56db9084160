// What may import what. Each comment says what to do instead; scripts/planted holds one violation a rule.

const tests = '\\.(test|contract|fixture)\\.tsx?$'
const ours = '^(app|components|lib|sandbox|signer|e2e|bench|scripts|sim)/|^(proxy|instrumentation)\\.ts$'

/** A part of lib (or a folder at the top) that may import only itself and the parts named. */
function only(name, from, allowed, advice) {
  return {
    name,
    severity: 'error',
    comment: advice,
    from: { path: from, pathNot: tests },
    to: { path: ours, pathNot: [from, ...allowed] },
  }
}

const domain = '^lib/domain/'
const contracts = '^lib/contracts/'
const services = '^lib/services/'
// start.ts begins what composition.ts wires.
const composition = '^lib/(composition|start)\\.ts$'
// Settings, logs, and connections to what settings name.
const environment = '^lib/(env|log|guarded-agent)\\.ts$'

module.exports = {
  forbidden: [
    only(
      'domain-imports-domain',
      domain,
      [],
      'domain holds pure rules: pass the value in, or declare a port in lib/domain/ports.ts',
    ),
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment:
        'domain does no I/O and knows no framework: declare a port in lib/domain/ports.ts and write an adapter for it',
      from: { path: domain, pathNot: tests },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: 'node_modules/@noble/hashes/',
      },
    },
    only(
      'contracts-import-domain',
      contracts,
      [domain],
      'contracts are read by the browser too: describe the shape in zod, map to it in a service',
    ),
    {
      name: 'contracts-import-domain-types-only',
      severity: 'error',
      comment:
        'contracts take only types from domain: write `import type`, and let the types prove that the schema agrees',
      from: { path: contracts, pathNot: tests },
      // Verbs, roles and states are constants of the contract as well.
      to: {
        path: domain,
        pathNot: '^lib/domain/(access/verbs|release/(release|call))',
        dependencyTypesNot: ['type-only'],
      },
    },
    only(
      'services-import-domain-and-contracts',
      services,
      [domain, contracts],
      'a service reaches the world through ports: add one to lib/domain/ports.ts and take it from the context',
    ),
    // The engine moves by the same verbs as people do; no verb knows of the engine.
    only(
      'engine-imports-domain-contracts-and-services',
      '^lib/engine/',
      [domain, contracts, services],
      'the engine reaches the world through ports: add one to lib/domain/ports.ts',
    ),
    ...['traffic', 'metrics', 'kube', 'store', 'calls'].map((adapter) =>
      only(
        `${adapter}-is-an-adapter`,
        `^lib/${adapter}/`,
        [domain, '^lib/kube/', environment],
        'adapters know domain, kube, env and log, and not each other: pass a port of lib/domain/ports.ts in, wired in lib/composition.ts',
      ),
    ),
    {
      name: 'composition-is-for-the-edges',
      severity: 'error',
      comment:
        'only http, auth, app and instrumentation use the composition: take what you need from the context or as an argument',
      from: {
        path: ours,
        pathNot: [
          '^lib/(http|auth)/',
          composition,
          '^app/',
          '^instrumentation\\.ts$',
          '^(e2e|bench)/',
          tests,
        ],
      },
      to: { path: composition },
    },
    only(
      'edges-import-no-adapters',
      '^lib/(http|auth)/',
      [domain, contracts, services, environment, composition],
      'http and auth get adapters from lib/composition.ts',
    ),
    only(
      'queries-import-contracts',
      '^lib/queries/',
      [contracts, domain],
      'queries run in the browser: call the API, typed by lib/contracts',
    ),
    only(
      'components-import-what-the-browser-may',
      '^components/',
      [contracts, '^lib/queries/', '^lib/cn\\.ts$', domain],
      'components see components, contracts, queries and pure domain: fetch through lib/queries, or pass it in as a property',
    ),
    only(
      'app-imports-no-adapters',
      '^app/',
      ['^components/', '^lib/(queries|http|services|auth|contracts)/', composition, environment],
      'app sees components, queries, http, services, auth and contracts: move the logic into a service verb',
    ),
    only(
      'signer-is-small',
      '^signer/',
      [domain, '^lib/store/(audit-pages|text-query|sha256)\\.ts$'],
      'the process with the private key holds nothing but what it needs to check and sign: domain, and reading the chain',
    ),
    {
      name: 'nothing-imports-app',
      severity: 'error',
      comment: 'app holds URLs only: move what is shared to components or lib',
      from: { path: ours, pathNot: '^app/' },
      to: { path: '^app/' },
    },
    {
      name: 'the-app-knows-no-sandbox',
      severity: 'error',
      comment:
        'the app must run without sandbox, signer, e2e, bench, scripts and sim: move what is shared to lib',
      from: { path: '^(app|components|lib)/|^(proxy|instrumentation)\\.ts$', pathNot: tests },
      to: { path: '^(sandbox|signer|e2e|bench|scripts|sim)/' },
    },
    {
      name: 'react-stays-in-the-browser-parts',
      severity: 'error',
      comment: 'only app, components and lib/queries import react: keep the rest free of a framework',
      from: { path: ours, pathNot: ['^(app|components)/', '^lib/queries/', '^e2e/'] },
      to: { path: 'node_modules/(react|react-dom|@tanstack/react-query)/' },
    },
    {
      name: 'services-know-no-framework',
      severity: 'error',
      comment:
        'services, engine and contracts know neither Next nor next-auth: that belongs to lib/http, lib/auth and app',
      from: { path: '^lib/(services|engine|contracts|traffic|metrics|kube|store|calls)/' },
      to: { path: 'node_modules/(next|next-auth)/' },
    },
    {
      name: 'prisma-stays-in-store',
      severity: 'error',
      comment: 'only lib/store talks to Postgres: use a port of lib/domain/ports.ts',
      from: { path: ours, pathNot: ['^lib/store/', '^(scripts|signer|e2e|bench)/'] },
      to: { path: ['node_modules/(@prisma|prisma|pg)/', '^lib/store/generated/'] },
    },
    {
      name: 'kubernetes-client-stays-in-kube-and-traffic',
      severity: 'error',
      comment: 'only lib/kube and lib/traffic talk to Kubernetes: use a port of lib/domain/ports.ts',
      from: { path: ours, pathNot: ['^lib/(kube|traffic)/', '^(e2e|bench)/'] },
      to: { path: 'node_modules/@kubernetes/client-node/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'two files that need each other are one thing: move the shared part to a third file',
      from: {},
      to: { circular: true },
    },
    {
      name: 'imports-resolve',
      severity: 'error',
      comment: 'this import leads nowhere, so that no rule can judge it: correct the path',
      from: {},
      to: { couldNotResolve: true, path: '^(@/|\\.)' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^lib/store/generated/'] },
    exclude: { path: ['^scripts/planted/', '^\\.next/', '^\\.aviary/'] },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    parser: 'tsc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
