import { isMap, isText } from './shape.mjs'

/**
 * @typedef {object} ApiWrite A write that the cluster accepted.
 * @property {string} auditId
 * @property {string} account
 * @property {string} verb
 * @property {import('./kube-object.mjs').ObjectName} object
 * @property {string} subresource
 * @property {number} time In ms.
 * @property {boolean} marked It names Aviary as its field manager or user agent.
 */

const writing = new Set(['create', 'update', 'patch', 'delete', 'deletecollection'])
const reviews = new Set(['authorization.k8s.io', 'authentication.k8s.io'])

/**
 * One line of a Kubernetes audit log: when it was, and the write it tells of, if it tells of one that was accepted and
 * stored. Undefined for what is no audit event.
 * @param {string} text
 * @returns {{time: number, write?: ApiWrite} | undefined}
 */
export function readApiEvent(text) {
  const event = parse(text)
  if (!isMap(event) || event.kind !== 'Event' || !String(event.apiVersion).startsWith('audit.k8s.io/'))
    return undefined
  const time = Date.parse(String(event.stageTimestamp ?? event.requestReceivedTimestamp))
  if (event.stage !== 'ResponseComplete' || !writing.has(event.verb)) return { time }
  const code = event.responseStatus?.code
  const { apiGroup = '', resource, namespace = '', name, subresource = '' } = event.objectRef ?? {}
  const url = String(event.requestURI)
  if (!(code >= 200 && code < 300) || !isText(resource) || reviews.has(apiGroup)) return { time }
  // What a controller reports about an object routes nothing.
  if (subresource === 'status' || isDryRun(url, event.requestObject)) return { time }
  const object = {
    group: String(apiGroup),
    resource,
    namespace: String(namespace),
    name: String(name ?? event.responseObject?.metadata?.name ?? event.requestObject?.metadata?.name ?? ''),
  }
  const write = {
    auditId: String(event.auditID),
    account: String(event.user?.username),
    verb: event.verb,
    object,
    subresource: String(subresource),
    time,
    marked: queryOf(url).get('fieldManager') === 'aviary' || /^aviary\//.test(String(event.userAgent)),
  }
  return { time, write }
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const queryOf = (url) => new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '')

function isDryRun(url, body) {
  const asked = isMap(body) && Array.isArray(body.dryRun) ? body.dryRun : []
  return queryOf(url).getAll('dryRun').includes('All') || asked.includes('All')
}
