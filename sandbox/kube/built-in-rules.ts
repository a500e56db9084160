import {
  isObject,
  listAt,
  numberAt,
  objectAt,
  sameJson,
  textAt,
  textMap,
  valueAt,
  type JsonObject,
} from './json'
import {
  autoscalerKind,
  deploymentKind,
  namespaceKind,
  podKind,
  replicaSetKind,
  serviceKind,
  type Kind,
} from './kinds'
import { matchesLabels } from './selectors'
import { badRequest, type StatusCause } from './status'

const cause = (field: string, message: string): StatusCause => ({
  reason: 'FieldValueInvalid',
  message,
  field,
})
const required = (field: string, hint: string): StatusCause => ({
  reason: 'FieldValueRequired',
  message: hint === '' ? 'Required value' : `Required value: ${hint}`,
  field,
})

function mustBe(kind: Kind, value: unknown, type: 'number' | 'object', field: string): void {
  const good = value === undefined || (type === 'object' ? isObject(value) : Number.isInteger(value))
  if (good) return
  const found = Array.isArray(value) ? 'array' : typeof value
  throw badRequest(
    `${kind.kind} in version "${kind.storage}" cannot be handled as a ${kind.kind}: json: cannot unmarshal ${found} ` +
      `into Go struct field ${field} of type ${type === 'number' ? 'int32' : 'object'}`,
  )
}

function workloadCauses(spec: JsonObject, oldSpec: JsonObject | undefined): StatusCause[] {
  const causes: StatusCause[] = []
  const replicas = numberAt(spec, 'replicas') ?? 1
  if (replicas < 0)
    causes.push(cause('spec.replicas', `Invalid value: ${replicas}: must be greater than or equal to 0`))
  const selector = textMap(objectAt(spec, 'selector', 'matchLabels'))
  const labels = textMap(objectAt(spec, 'template', 'metadata', 'labels'))
  if (Object.keys(selector).length === 0) causes.push(required('spec.selector', ''))
  else if (!matchesLabels(selector, labels))
    causes.push(
      cause(
        'spec.template.metadata.labels',
        `Invalid value: ${JSON.stringify(labels)}: \`selector\` does not match template \`labels\``,
      ),
    )
  if (listAt(spec, 'template', 'spec', 'containers').length === 0)
    causes.push(required('spec.template.spec.containers', ''))
  if (oldSpec !== undefined && !sameJson(oldSpec['selector'], spec['selector']))
    causes.push(
      cause('spec.selector', `Invalid value: ${JSON.stringify(spec['selector'])}: field is immutable`),
    )
  return causes
}

function serviceCauses(spec: JsonObject): StatusCause[] {
  if (textAt(spec, 'type') === 'ExternalName')
    return textAt(spec, 'externalName') === undefined ? [required('spec.externalName', '')] : []
  if (textAt(spec, 'clusterIP') === 'None') return []
  const ports = listAt(spec, 'ports')
  if (ports.length === 0) return [required('spec.ports', '')]
  return ports.flatMap((port, index) => {
    const number = numberAt(port, 'port') ?? 0
    return number >= 1 && number <= 65_535
      ? []
      : [
          cause(
            `spec.ports[${index}].port`,
            `Invalid value: ${number}: must be between 1 and 65535, inclusive`,
          ),
        ]
  })
}

function autoscalerCauses(spec: JsonObject): StatusCause[] {
  const max = numberAt(spec, 'maxReplicas') ?? 0
  const min = numberAt(spec, 'minReplicas') ?? 1
  const message = 'must be greater than or equal to'
  if (max < 1) return [cause('spec.maxReplicas', `Invalid value: ${max}: must be greater than 0`)]
  return max < min ? [cause('spec.maxReplicas', `Invalid value: ${max}: ${message} \`minReplicas\``)] : []
}

/**
 * The few rules for built-in kinds that a release can run into; other fields are taken as they are.
 * Throws a 400 Status when a field has the wrong type.
 */
export function builtInCauses(kind: Kind, object: JsonObject, old: JsonObject | undefined): StatusCause[] {
  const spec = objectAt(object, 'spec')
  mustBe(kind, object['spec'], 'object', `${kind.kind}.spec`)
  if (kind === deploymentKind || kind === replicaSetKind) {
    mustBe(kind, spec['replicas'], 'number', `${kind.kind}Spec.spec.replicas`)
    return workloadCauses(spec, old === undefined ? undefined : objectAt(old, 'spec'))
  }
  if (kind === autoscalerKind) return autoscalerCauses(spec)
  if (kind === serviceKind) {
    for (const port of listAt(spec, 'ports'))
      mustBe(kind, valueAt(port, 'port'), 'number', 'ServicePort.spec.ports.port')
    return serviceCauses(spec)
  }
  return []
}

function servicePorts(spec: JsonObject): unknown[] {
  return listAt(spec, 'ports').map((port) =>
    isObject(port) ? { protocol: 'TCP', targetPort: port['port'], ...port } : port,
  )
}

/**
 * Fills in the defaults that clients rely on; an allocated address is kept from `old`.
 * `serial` is a number that no other object has had.
 */
export function withBuiltInDefaults(
  kind: Kind,
  object: JsonObject,
  old: JsonObject | undefined,
  serial: number,
): JsonObject {
  const spec = objectAt(object, 'spec')
  if (kind === deploymentKind) {
    const strategy = objectAt(spec, 'strategy')
    const rolling = { maxSurge: '25%', maxUnavailable: '25%', ...objectAt(strategy, 'rollingUpdate') }
    const type = textAt(strategy, 'type') ?? 'RollingUpdate'
    const defaults = { progressDeadlineSeconds: 600, replicas: 1, revisionHistoryLimit: 10 }
    const chosen = type === 'Recreate' ? { type } : { type, rollingUpdate: rolling }
    return { ...object, spec: { ...defaults, ...spec, strategy: chosen } }
  }
  if (kind === replicaSetKind) return { ...object, spec: { replicas: 1, ...spec } }
  const first = (status: JsonObject): JsonObject => (old === undefined ? { status } : {})
  if (kind === namespaceKind)
    return { ...object, spec: { finalizers: ['kubernetes'], ...spec }, ...first({ phase: 'Active' }) }
  if (kind === podKind) return { ...object, ...first({ phase: 'Pending' }) }
  if (kind !== serviceKind) return object
  const type = textAt(spec, 'type') ?? 'ClusterIP'
  const address = `10.${96 + ((serial >> 16) & 15)}.${(serial >> 8) & 255}.${serial & 255}`
  const clusterIP = textAt(spec, 'clusterIP') ?? textAt(old, 'spec', 'clusterIP') ?? address
  const addresses = type === 'ExternalName' ? {} : { clusterIP, clusterIPs: [clusterIP] }
  const ports = spec['ports'] === undefined ? {} : { ports: servicePorts(spec) }
  return {
    ...object,
    spec: { sessionAffinity: 'None', ...spec, type, ...addresses, ...ports },
    ...first({ loadBalancer: {} }),
  }
}
