// Compares the API server's audit events with what Aviary says it wrote. Pure: no files, no clock.

const writing = new Set(['create', 'update', 'patch', 'delete', 'deletecollection'])
const reviews = new Set(['authorization.k8s.io', 'authentication.k8s.io'])

/** What differs between the writes of `user` in the audit events and Aviary's operations, in plain words. */
export function compareWrites({ events, user, operations }) {
  const succeeded = groupBy(
    events.filter((event) => isWriteOf(event, user) && isSuccess(event)),
    (it) => it.auditID,
  )
  const claims = operations.flatMap((operation) => operation.writes.map((write) => ({ operation, write })))
  const claimed = groupBy(claims, ({ write }) => write.auditId)
  return {
    problems: [
      ...[...succeeded].flatMap(([auditId, sent]) =>
        problemsOfEvents(auditId, sent, claimed.get(auditId) ?? []),
      ),
      ...claims.flatMap((claim) => problemsOfClaim(claim, succeeded.get(claim.write.auditId) ?? [])),
    ],
  }
}

function isWriteOf(event, user) {
  if (event.user?.username !== user || event.stage !== 'ResponseComplete' || !writing.has(event.verb))
    return false
  if (reviews.has(event.objectRef?.apiGroup)) return false
  return !new URLSearchParams(event.requestURI.split('?')[1] ?? '').getAll('dryRun').includes('All')
}

function isSuccess(event) {
  const code = event.responseStatus?.code
  return code >= 200 && code < 300
}

function problemsOfEvents(auditId, sent, claims) {
  const what = `${sent[0].verb} of ${describe(referred(sent[0]))} with Audit-ID ${auditId}`
  const problems = []
  if (sent.length > 1)
    problems.push(`The cluster accepted ${sent.length} writes with the same Audit-ID ${auditId}.`)
  if (claims.length === 0) problems.push(`The cluster accepted a ${what}, but no operation has such a write.`)
  if (claims.length > 1) {
    const names = claims.map(({ operation }) => operation.id).join(', ')
    problems.push(`The cluster accepted a ${what}, which is claimed ${claims.length} times: by ${names}.`)
  }
  return problems
}

function problemsOfClaim({ operation, write }, sent) {
  const what = `Operation ${operation.id} (${operation.outcome}) has a write of ${describe(write.object)} with Audit-ID ${write.auditId}`
  const problems = []
  if (write.result === 'applied' && sent.length === 0) {
    problems.push(`${what} and result applied, but the cluster accepted no such write.`)
  }
  const denied = [operation.outcome, write.result].find((it) => it === 'not-applied' || it === 'conflict')
  if (denied !== undefined && sent.length > 0) {
    problems.push(`${what} that counts as ${denied}, but the cluster accepted it.`)
  }
  for (const event of sent) {
    if (!sameObject(referred(event), write.object)) {
      problems.push(`${what}, but the cluster accepted it for ${describe(referred(event))}.`)
    }
  }
  return problems
}

// A created object may be named by the answer alone.
function referred({ objectRef = {}, responseObject }) {
  return {
    apiVersion: objectRef.apiGroup
      ? `${objectRef.apiGroup}/${objectRef.apiVersion}`
      : (objectRef.apiVersion ?? ''),
    resource: objectRef.resource ?? '',
    namespace: objectRef.namespace,
    name: objectRef.name ?? responseObject?.metadata?.name ?? '',
  }
}

// Versions of one group serve the same object, so only the group has to be the same.
function sameObject(event, object) {
  return (
    groupOf(event.apiVersion) === groupOf(object.apiVersion) &&
    event.resource === plural(object.kind) &&
    (event.namespace ?? '') === (object.namespace ?? '') &&
    event.name === object.name
  )
}

function groupOf(apiVersion) {
  return apiVersion.includes('/') ? apiVersion.split('/')[0] : ''
}

function plural(kind) {
  const lower = kind.toLowerCase()
  if (lower.endsWith('s')) return `${lower}es`
  return /[^aeiou]y$/.test(lower) ? `${lower.slice(0, -1)}ies` : `${lower}s`
}

function describe({ kind, resource, namespace, name }) {
  return `${kind ?? resource} ${namespace ? `${namespace}/` : ''}${name}`
}

function groupBy(items, key) {
  const groups = new Map()
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return groups
}
