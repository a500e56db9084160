import type { Labels } from '../prometheus/answer'
import { readValue } from '../prometheus/answer'
import { covers, type CustomSource } from './source'

/** What one series of an operator's source says. */
export interface CustomPlace {
  namespace: string
  service: string
  version?: string
  code: string
  grpcStatus?: string
  /** Whether these requests failed, where the operator says so. */
  failed?: boolean
  source?: { name: string; namespace?: string }
}

/** Reads a series; undefined where it belongs to no service of the source. */
export function readCustom(source: CustomSource, labels: Labels): CustomPlace | undefined {
  const named = source.labels
  const at = (label: string | undefined) => {
    const value = label === undefined ? undefined : labels[label]
    return value === '' ? undefined : value
  }
  const [only] = source.services
  const namespace =
    named.namespace === undefined ? (source.namespaces[0] ?? only?.namespace) : at(named.namespace)
  const service = named.service === undefined ? only?.name : at(named.service)
  if (namespace === undefined || service === undefined) return undefined
  if (!covers(source, { namespace, name: service })) return undefined
  const version = versionOf(source, labels)
  const code = at(named.code) ?? ''
  const grpcStatus = at(named.grpcStatus)
  const caller = at(named.source)
  const callerNamespace = at(named.sourceNamespace)
  return {
    namespace,
    service,
    code,
    ...(version === undefined ? {} : { version }),
    ...(grpcStatus === undefined ? {} : { grpcStatus }),
    ...(source.failures === undefined ? {} : { failed: source.failures.test(code) }),
    ...(caller === undefined
      ? {}
      : {
          source: {
            name: caller,
            ...(callerNamespace === undefined ? {} : { namespace: callerNamespace }),
          },
        }),
  }
}

function versionOf({ labels: { version } }: CustomSource, labels: Labels): string | undefined {
  const value = version === undefined ? '' : (labels[version.label] ?? '')
  const found = version?.pattern === undefined ? value : version.pattern.exec(value)?.[1]
  return found === '' ? undefined : found
}

/** A series in the terms of Istio's labels, which everything behind understands; bounds become milliseconds. */
export function relabelledCustom(source: CustomSource, labels: Labels): Labels | undefined {
  const place = readCustom(source, labels)
  if (place?.version === undefined) return undefined
  const bound = readValue(labels.le ?? '')
  const { unitMs = 1 } = source.buckets ?? {}
  return {
    job: labels.job ?? '',
    instance: labels.instance ?? '',
    destination_workload: place.service,
    destination_canonical_revision: place.version,
    destination_service_namespace: place.namespace,
    destination_service_name: place.service,
    ...endOf(place),
    ...(labels.le === undefined ? {} : { le: Number.isFinite(bound) ? String(bound * unitMs) : '+Inf' }),
  }
}

/** Counts keep no codes, only whether requests failed: there an operator's word becomes a code that says the same. */
function endOf({ code, grpcStatus, failed }: CustomPlace): Labels {
  if (failed !== undefined) return { response_code: failed ? '500' : '200' }
  return {
    response_code: code,
    ...(grpcStatus === undefined ? {} : { grpc_response_status: grpcStatus }),
  }
}
