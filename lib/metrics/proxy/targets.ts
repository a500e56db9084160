import type { TelemetryTarget } from '@/lib/domain/topology/telemetry-target'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import type { TargetIndex } from './relabel'
import { proxies, type ProxyTelemetry } from './telemetry'

export type ProxyTargets = readonly { proxy: ProxyTelemetry; targets: TargetIndex }[]

/** The proxies that any of the targets names, each with its own. */
export function indexTargets(targets: readonly TelemetryTarget[]): ProxyTargets {
  return proxies.flatMap((proxy) => {
    const own = targets.filter(({ source }) => source === proxy.source)
    return own.length === 0 ? [] : [{ proxy, targets: new Map(own.map((target) => [target.label, target])) }]
  })
}

/** The targets behind which a service's requests are counted: asked for by its own name, or reaching its Services. */
export function targetsOfService(
  targets: readonly TelemetryTarget[],
  service: ServiceRef,
  others: readonly string[],
): TelemetryTarget[] {
  const names = new Set([service.name, ...others])
  return targets.filter(
    (target) =>
      (target.service.namespace === service.namespace && target.service.name === service.name) ||
      (target.backend.namespace === service.namespace && names.has(target.backend.name)),
  )
}
