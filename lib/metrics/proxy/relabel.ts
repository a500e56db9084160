import type { TelemetryTarget } from '@/lib/domain/topology/telemetry-target'
import type { Labels } from '../prometheus/answer'
import { readValue } from '../prometheus/answer'
import { endOfRequest } from './end-of-request'
import { exported, type ProxyTelemetry } from './telemetry'

/** Targets of one source by the value of their label. */
export type TargetIndex = ReadonlyMap<string, TelemetryTarget>

/** Where a series' requests went, as the proxy names it. */
export function placeOf({ place }: ProxyTelemetry, labels: Labels): string | undefined {
  return labels[exported(place)] ?? labels[place]
}

/** A backend without a version, such as a legacy Service, stands for itself. */
export const versionOfTarget = ({ version, backend }: TelemetryTarget): string => version ?? backend.name

/**
 * A proxy's labels in the terms of Istio's, which everything behind understands; undefined for series of other services,
 * and for those of several versions together. Bounds of buckets become milliseconds.
 */
export function relabelled(proxy: ProxyTelemetry, targets: TargetIndex, labels: Labels): Labels | undefined {
  const target = targets.get(placeOf(proxy, labels) ?? '')
  if (target === undefined || target.together === true) return undefined
  const { code, grpcStatus } = endOfRequest(proxy, labels)
  const bound = readValue(labels.le ?? '')
  return {
    job: labels.job ?? '',
    instance: labels.instance ?? '',
    destination_workload: target.backend.name,
    destination_canonical_revision: versionOfTarget(target),
    destination_service_namespace: target.backend.namespace,
    destination_service_name: target.backend.name,
    response_code: code,
    ...(grpcStatus === undefined ? {} : { grpc_response_status: grpcStatus }),
    ...(labels.le === undefined
      ? {}
      : { le: Number.isFinite(bound) ? String(bound * proxy.unitMs) : '+Inf' }),
  }
}
