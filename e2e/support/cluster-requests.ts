import { readAuditLog } from '../cluster/audit-oracle.mjs'
import { serviceAccountUser } from '../cluster/control-plane.mjs'
import { kubectl } from './target'

const routing = new Set([
  'virtualservices',
  'destinationrules',
  'httproutes',
  'grpcroutes',
  'ingressroutes',
  'traefikservices',
  'services',
  'deployments',
])
const single = new Set(['GET', 'POST', 'PUT', 'PATCH', 'APPLY', 'DELETE'])

/**
 * What Aviary asked of single objects that decide where traffic goes, dry runs included: one line for each verb, kind
 * and way. Lists and watches, which never end, are left out.
 */
export async function clusterRequests(): Promise<Map<string, number>> {
  const auditLog = process.env['AVIARY_AUDIT_LOG']
  return auditLog === undefined ? await countedBySandbox() : await writesOfAviary(auditLog)
}

/** As the sandbox's API server counts them since it began; nobody but Aviary asks for single objects there. */
async function countedBySandbox(): Promise<Map<string, number>> {
  const text = await kubectl('get', '--raw', '/metrics')
  const counts = new Map<string, number>()
  for (const line of text.split('\n')) {
    const [, labels, value] = /^apiserver_request_total\{(.*)\} ([\d.e+]+)$/.exec(line) ?? []
    if (labels === undefined) continue
    const label = (name: string) => new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(labels)?.[1] ?? ''
    const status = label('subresource') === 'status'
    if (status || !routing.has(label('resource')) || !single.has(label('verb'))) continue
    const series = [label('verb'), label('resource'), label('subresource'), label('dry_run')]
    const key = series.filter((part) => part !== '').join(' ')
    counts.set(key, (counts.get(key) ?? 0) + Number(value))
  }
  return counts
}

/** By a real API server's audit log, which names who wrote: controllers write there too. It holds no reads. */
async function writesOfAviary(auditLog: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const { user, verb, objectRef, requestURI, stage } of await readAuditLog(auditLog)) {
    if (user?.username !== serviceAccountUser || stage !== 'ResponseComplete') continue
    const dry = requestURI.includes('dryRun=All') ? ' All' : ''
    const key = `${verb.toUpperCase()} ${objectRef?.resource ?? ''}${dry}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

/** What grew between two readings: `PATCH virtualservices +1`. */
export const growthOf = (before: Map<string, number>, after: Map<string, number>): string[] =>
  [...after]
    .map(([key, count]) => ({ key, more: count - (before.get(key) ?? 0) }))
    .filter(({ more }) => more !== 0)
    .map(({ key, more }) => `${key} +${more}`)
