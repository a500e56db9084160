import type { ServiceDetailDto, VersionDto } from '../../contracts/services'
import { isDomainError } from '../../domain/errors'
import type { KubeObject } from '../../domain/kube'
import type { ReleaseRecord } from '../../domain/release/release'
import { healthOf } from '../../domain/topology/health'
import { backingServices } from '../../domain/topology/service-hosts'
import { statsOf } from '../../domain/topology/service-stats'
import { numberOf, objectOf, arrayOf, stringOf } from '../../domain/traffic/untyped'
import type { ServiceRef, ServiceVersion } from '../../domain/traffic/model'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { releaseMark } from '../releases/release-mark'
import { describeWriter } from '../traffic/describe-writer'
import { requireService, routesOf } from '../traffic/find-route'
import { findingsFor } from './findings-for'
import { observeService } from './observe-service'

const window = 60

/** Everything about one service: what is desired, what is observed, and what stands in the way. */
export async function getService(ctx: ServiceContext, service: ServiceRef): Promise<ServiceDetailDto> {
  await authorise(ctx, 'view', scopeOf(service))
  const { view, object } = requireService(ctx, service)
  const plain = routesOf(ctx.ports, view, service)
  const [release] = await ctx.ports.store.releases.live(service)
  const [routes, observation, health] = await Promise.all([
    Promise.all(plain.map((route) => describeWriter(ctx, route))),
    observeService(ctx, service, plain),
    healthNow(ctx, service, backingServices(plain, service)),
  ])
  return {
    ...service,
    dataPlanes: [...new Set(routes.map((route) => route.dataPlane))],
    ports: portsOf(object),
    versions: ctx.ports.versionsOf(view, service).map((version) => versionDto(version, ctx.now(), release)),
    routes,
    ...observation,
    health,
    findings: findingsFor(ctx, view, service),
    ...(release ? { release: releaseMark(release) } : {}),
    cacheAge: ctx.ports.clusters.health(service.cluster).ageSeconds,
  }
}

const portsOf = (object: KubeObject): ServiceDetailDto['ports'] =>
  arrayOf(objectOf(object.spec)['ports']).map((entry) => {
    const port = objectOf(entry)
    const name = stringOf(port['name'])
    return {
      ...(name === undefined ? {} : { name }),
      port: numberOf(port['port']) ?? 0,
      protocol: stringOf(port['protocol']) ?? 'TCP',
    }
  })

function versionDto(version: ServiceVersion, now: Date, release: ReleaseRecord | undefined): VersionDto {
  const role =
    release?.from === version.version ? 'stable' : release?.to === version.version ? 'canary' : undefined
  return {
    version: version.version,
    injected: version.injected,
    ...(role ? { role } : {}),
    workloads: version.workloads.map(({ createdAt, ...workload }) => ({
      ...workload,
      age: Math.max(0, Math.round((now.getTime() - Date.parse(createdAt)) / 1000)),
    })),
  }
}

async function healthNow(
  ctx: ServiceContext,
  service: ServiceRef,
  others: string[],
): Promise<ServiceDetailDto['health']> {
  try {
    const stats = statsOf(await ctx.ports.metrics.traffic(window), service.namespace, [
      service.name,
      ...others,
    ])
    return healthOf((stats?.rate ?? 0) * window, (stats?.failing ?? 0) * window)
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { state: 'unknown', reason: `Metrics cannot say: ${error.message}` }
  }
}
