import type { Template } from './template'

/** Telemetry that an operator describes, for some namespaces or services. */
export interface CustomSource {
  name: string
  namespaces: readonly string[]
  services: readonly { namespace: string; name: string }[]
  requests: Template
  buckets?: Template & { unitMs: number }
  labels: CustomLabels
  /** Codes, matched whole, that are failures; without it those of HTTP and gRPC are. */
  failures?: RegExp
}

/** The labels of its series, by what they say. */
export interface CustomLabels {
  namespace?: string | undefined
  service?: string | undefined
  /** `pattern`: its first group is the version. */
  version?: { label: string; pattern?: RegExp } | undefined
  code?: string | undefined
  grpcStatus?: string | undefined
  source?: string | undefined
  sourceNamespace?: string | undefined
}

/** Whether a source counts a service, and so stands in for all other telemetry of it. */
export function covers(source: CustomSource, service: { namespace: string; name: string }): boolean {
  return (
    source.namespaces.includes(service.namespace) ||
    source.services.some(({ namespace, name }) => namespace === service.namespace && name === service.name)
  )
}

/** Whether a source counts whole requests of each version, which a split and the judge need. */
export function countsVersions({ requests, labels }: CustomSource): boolean {
  return requests.kind === 'counters' && labels.version !== undefined
}

/** Every name that a source covers, for one query for all of them. */
export function everythingOf({ namespaces, services }: CustomSource) {
  return {
    namespaces: [...new Set([...namespaces, ...services.map(({ namespace }) => namespace)])],
    services: namespaces.length > 0 ? undefined : [...new Set(services.map(({ name }) => name))],
  }
}

/** The labels by which its series are summed. */
export function labelsOf({ labels }: CustomSource): string[] {
  const { version, ...others } = labels
  return [...new Set([...Object.values(others), version?.label].filter((label) => label !== undefined))]
}
