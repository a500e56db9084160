import { nodeId, serviceSeed, type NodeSeed } from './node-seed'
import type { KnownService } from './known-service'
import type { ServiceIndex } from './service-index'
import type { TrafficRow } from './traffic'

export type CalledRow = Pick<TrafficRow, 'reporter' | 'source' | 'destination' | 'service'>

/** The service that a row asks for. */
interface Asked {
  seed: NodeSeed
  known?: KnownService
}

const unknown = 'unknown'
/** Names that Istio gives to traffic that it lets out, or not out, without knowing where to. */
const outbound = /^(PassthroughCluster|BlackHoleCluster)$/
/** And to what comes in at a port that no Service names; the pod is known. */
const inbound = /^InboundPassthrough/
/** `checkout.shop` and `example.com` look alike; only one of them ends in a namespace. */
const twoParts = /^[^.]+\.[^.]+$/
/** Envoy adds this to the host of mirrored copies. */
const shadow = /-shadow$/

/** The node of the service that a row asks for, whatever of its labels is missing. */
export function asksFor(row: CalledRow, index: ServiceIndex | undefined): Asked {
  const { service, destination } = row
  const cluster = index?.cluster ?? service.cluster
  const reachedPod = destination.workload !== unknown
  const named = inbound.test(service.name) ? { ...service, name: unknown } : service
  const known = find(row, named, index)
  if (known !== undefined) return { seed: serviceSeed(known.ref, known.gateway), known }
  // A missing service name: the workload that was reached says which service it stands behind.
  const behind = index?.ofWorkload(destination.namespace, destination.workload)
  if (behind !== undefined && (named.name === unknown || outbound.test(named.name)))
    return { seed: serviceSeed(behind.ref, behind.gateway), known: behind }
  if (isExternal(named, reachedPod, index)) return { seed: externalSeed(named, cluster) }
  if (!reachedPod && twoParts.test(named.host) && index?.namespaces.has(named.namespace) === false)
    return { seed: externalSeed({ ...named, name: named.host, namespace: unknown }, cluster) }
  const here = reachedPod ? destination.namespace : row.source.namespace
  if (named.name !== unknown) {
    const namespace = named.namespace === unknown ? here : named.namespace
    return { seed: serviceSeed({ cluster, namespace, name: named.name }) }
  }
  if (reachedPod)
    return { seed: serviceSeed({ cluster, namespace: destination.namespace, name: destination.app }) }
  const id = nodeId(unknown, cluster, 'destination')
  return { seed: { id, kind: 'unknown', cluster, namespace: '', name: 'Unknown service' } }
}

/** A name without a namespace is one of the caller's, as in its DNS. */
function find(
  { source, reporter }: CalledRow,
  { name, namespace }: TrafficRow['service'],
  index: ServiceIndex | undefined,
): KnownService | undefined {
  if (name === unknown) return undefined
  const space = namespace === unknown ? source.namespace : namespace
  const found = index?.find(space, name)
  if (found !== undefined || reporter !== 'destination' || !shadow.test(name)) return found
  return index?.find(space, name.replace(shadow, ''))
}

function externalSeed({ name, host, namespace }: TrafficRow['service'], cluster: string): NodeSeed {
  const shown = name === unknown ? host : name
  const space = namespace === unknown ? '' : namespace
  return { id: nodeId('external', cluster, shown), kind: 'external', cluster, namespace: space, name: shown }
}

function isExternal(
  { name, host }: TrafficRow['service'],
  reachedPod: boolean,
  index: ServiceIndex | undefined,
): boolean {
  if (outbound.test(name) || index?.isExternal(host) === true) return true
  const outside = host.includes('.') && !/\.svc(\.|$)/.test(host)
  return outside && !reachedPod && name === host
}
