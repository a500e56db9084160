import { isMap, isText } from './shape.mjs'

/** Kinds that routes are read from or made of, by group. */
const routing = new Map([
  ['', ['services']],
  ['apps', ['deployments']],
  ['networking.istio.io', ['virtualservices', 'destinationrules']],
  ['gateway.networking.k8s.io', ['httproutes', 'grpcroutes', 'tlsroutes', 'tcproutes']],
  ['traefik.io', ['ingressroutes', 'traefikservices']],
  ['argoproj.io', ['rollouts']],
  ['flagger.app', ['canaries']],
])

/** @typedef {{group: string, resource: string, namespace: string, name: string}} ObjectName */

/** @param {ObjectName} object */
export const isRouting = ({ group, resource }) => routing.get(group)?.includes(resource) ?? false

/** Versions of a group serve the same object, so the group is what counts. @param {ObjectName} object */
export const objectKey = ({ group, resource, namespace, name }) =>
  JSON.stringify([group, resource, namespace, name])

/** @param {ObjectName} object */
export const objectWords = ({ group, resource, namespace, name }) =>
  `${resource}${group && `.${group}`} ${namespace && `${namespace}/`}${name || '(unnamed)'}`

/**
 * The object that a write of an operation names (`{apiVersion, kind, namespace, name}`), as the API server's log names it.
 * @param {unknown} ref
 * @returns {ObjectName | undefined}
 */
export function objectOfRef(ref) {
  if (!isMap(ref) || !isText(ref.apiVersion) || !isText(ref.kind) || !isText(ref.name)) return undefined
  return {
    group: ref.apiVersion.includes('/') ? ref.apiVersion.split('/')[0] : '',
    resource: pluralOf(ref.kind.toLowerCase()),
    namespace: isText(ref.namespace) ? ref.namespace : '',
    name: ref.name,
  }
}

function pluralOf(kind) {
  if (/(s|x|ch|sh)$/.test(kind)) return `${kind}es`
  return /[^aeiou]y$/.test(kind) ? `${kind.slice(0, -1)}ies` : `${kind}s`
}
