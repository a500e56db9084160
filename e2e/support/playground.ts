import { randomBytes } from 'node:crypto'
import type { JsonPatch } from '@/lib/domain/kube'
import type { ServiceDetailDto } from '@/lib/contracts/services'
import type { Live } from './cluster'
import { apply, live, patch } from './cluster'
import type { WorkloadOptions } from './manifests'
import {
  deploymentManifest,
  namespaceManifest,
  routeManifest,
  serviceManifest,
  split,
  subsetsManifest,
} from './manifests'
import type { Subject } from './service'
import { subject } from './service'
import { call, kubectl, until } from './target'

/** A namespace of one test file, with what the test puts there. */
export interface Playground {
  namespace: string
  apply(...objects: readonly object[]): Promise<void>
  route(name: string): Promise<Live>
  patchRoute(name: string, ops: JsonPatch): Promise<void>
  /** A service with a Deployment and a subset for each version. */
  runs(name: string, versions: Record<string, WorkloadOptions>, rps?: number): Promise<void>
  /** A service of v1 and v2 under load, with a route that gives v1 everything; once Aviary sees it. */
  splits(name: string, rps: number): Promise<Subject>
  /** Waits until Aviary sees the route, its rule and ready pods of all versions. */
  sees(name: string, rule?: string): Promise<Subject>
  remove(): Promise<void>
}

export async function playground(purpose: string): Promise<Playground> {
  const namespace = `e2e-${purpose}-${randomBytes(3).toString('hex')}`
  await apply(namespaceManifest(namespace))
  const runs: Playground['runs'] = (name, versions, rps) =>
    apply(
      serviceManifest(namespace, name, { app: name }, rps),
      ...Object.entries(versions).map(([version, options]) =>
        deploymentManifest(namespace, name, version, options),
      ),
      subsetsManifest(namespace, name, Object.keys(versions)),
    )
  const sees: Playground['sees'] = async (name, rule = 'main') => {
    const service = await subject(namespace, name, rule)
    await until(
      `${name} with ready pods and its rule ${rule}`,
      () => call<Partial<ServiceDetailDto>>('viewer', 'GET', service.path),
      ({ status, body }) => status === 200 && isSettled(body, rule),
    )
    return service
  }
  return {
    namespace,
    apply,
    route: (name) => live('virtualservice', namespace, name),
    patchRoute: (name, ops) => patch('virtualservice', namespace, name, ops),
    runs,
    splits: async (name, rps) => {
      await runs(name, { v1: {}, v2: {} }, rps)
      await apply(routeManifest(namespace, name, [{ name: 'main', route: split(name, { v1: 100, v2: 0 }) }]))
      return await sees(name)
    },
    sees,
    // Not waited for: a real cluster empties namespaces in its own time.
    remove: async () => {
      await kubectl('delete', 'namespace', namespace, '--wait=false')
    },
  }
}

function isSettled({ routes = [], versions = [] }: Partial<ServiceDetailDto>, rule: string): boolean {
  const ready = versions.flatMap(({ workloads }) => workloads).every((each) => each.ready === each.desired)
  return ready && versions.length > 0 && routes.some(({ rules }) => rules.some(({ id }) => id === rule))
}
