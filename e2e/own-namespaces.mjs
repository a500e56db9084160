/**
 * Files of `e2e/api` that touch nothing but namespaces which they make themselves, or which are the demo's and that none
 * of the others here touches, so that they run side by side. All others share the demo's services, and run one after the
 * other.
 */
export const ownNamespaces = [
  'audit-export',
  'contract',
  'contract-planes',
  'contract-routers',
  'demo-planes',
  'fault',
  'faults-of-versions',
  'matches',
  'move',
  'move-conflict',
  'move-mirror',
  'move-replicas',
  'move-versions',
  'owned',
  'release-drift',
  'replay',
  'retire',
  'routes',
  'scale',
  'scenario-a1',
  'scenario-a2-presets',
  'scenario-a4',
  'scenario-a7',
  'scenario-a7-release',
].map((name) => `e2e/api/${name}.test.ts`)

/**
 * The like of `e2e/cluster`; some have a Prometheus, an account or an Aviary of their own as well. Only one of them may
 * ask things of Traefik, whose hosts are the same for all.
 */
export const ownNamespacesOfCluster = [
  'a5-traefik',
  'admission',
  'identity',
  'kill-points',
  'metrics',
  'topology-scenes',
].map((name) => `e2e/cluster/${name}.spec.ts`)

/**
 * Files of `e2e/api` about Aviary's own server: its answers, sign-in, pages and records. Whose cluster stands behind it
 * makes no difference to them, so that they run on the sandbox only.
 */
export const serverOnly = [
  'abuse',
  'approvals-identity',
  'audit-export',
  'fuzz',
  'groups',
  'hostile-texts',
  'order-of-answers',
  'page-variants',
  'policies',
  'provider-logout',
  'sessions',
  'sign-in',
  'tokens',
].map((name) => `e2e/api/${name}.test.ts`)

/** How many of them at once: they wait more than they work. */
export const sideBySide = 4
