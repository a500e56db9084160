import { createHash } from 'node:crypto'
import type { JsonObject } from './json'
import { groupVersion, kinds, type Kind } from './kinds'

const verbs = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch']
const groups = [...new Set(kinds.map((kind) => kind.group))].filter((group) => group !== '')

function versionsOf(group: string): string[] {
  return [...new Set(kinds.filter((kind) => kind.group === group).flatMap((kind) => kind.versions))]
}

function apiGroup(group: string): JsonObject {
  const versions = versionsOf(group).map((version) => ({
    groupVersion: groupVersion(group, version),
    version,
  }))
  return { name: group, versions, preferredVersion: versions[0] }
}

function apiResources(kind: Kind): JsonObject[] {
  const { plural, namespaced } = kind
  const subresource = (name: string): JsonObject => ({
    name: `${plural}/${name}`,
    singularName: '',
    namespaced,
    ...(name === 'scale' ? { group: 'autoscaling', version: 'v1', kind: 'Scale' } : { kind: kind.kind }),
    verbs: ['get', 'patch', 'update'],
  })
  return [
    {
      name: plural,
      singularName: kind.singular,
      namespaced,
      kind: kind.kind,
      verbs,
      ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
      ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
    },
    ...(kind.hasStatus ? [subresource('status')] : []),
    ...(kind.hasScale ? [subresource('scale')] : []),
  ]
}

// kubectl checks that the server validates fields, and how a kind may be patched, before it applies anything.
function openApi(group: string, version: string): JsonObject {
  const paths: JsonObject = {}
  for (const kind of kinds.filter((each) => each.group === group && each.versions.includes(version))) {
    const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
    const parameters = ['dryRun', 'fieldManager', 'fieldValidation'].map((name) => ({
      name,
      in: 'query',
      schema: { type: 'string' },
    }))
    const operation = (action: string): JsonObject => ({
      parameters,
      responses: { 200: { description: 'OK' } },
      'x-kubernetes-action': action,
      'x-kubernetes-group-version-kind': { group, version, kind: kind.kind },
    })
    const collection = `${root}/${kind.namespaced ? 'namespaces/{namespace}/' : ''}${kind.plural}`
    paths[collection] = { post: operation('post') }
    paths[`${collection}/{name}`] = { put: operation('put'), patch: operation('patch') }
  }
  return { openapi: '3.0.0', info: { title: 'Kubernetes', version: 'v1.36.3' }, paths }
}

function documents(): Map<string, JsonObject> {
  const all = new Map<string, JsonObject>()
  all.set('/version', {
    major: '1',
    minor: '36',
    gitVersion: 'v1.36.3+aviary-sandbox',
    gitCommit: '',
    gitTreeState: '',
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: '',
    compiler: '',
    platform: 'linux/amd64',
  })
  all.set('/api', { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] })
  all.set('/apis', { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(apiGroup) })
  for (const group of groups)
    all.set(`/apis/${group}`, { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(group) })
  const index: JsonObject = {}
  for (const group of ['', ...groups])
    for (const version of versionsOf(group)) {
      const root = group === '' ? `api/${version}` : `apis/${group}/${version}`
      const served = kinds.filter((kind) => kind.group === group && kind.versions.includes(version))
      const resources = served.flatMap(apiResources)
      all.set(`/${root}`, {
        kind: 'APIResourceList',
        apiVersion: 'v1',
        groupVersion: groupVersion(group, version),
        resources,
      })
      const schema = openApi(group, version)
      const hash = createHash('sha256').update(JSON.stringify(schema)).digest('hex')
      all.set(`/openapi/v3/${root}`, schema)
      index[root] = { serverRelativeURL: `/openapi/v3/${root}?hash=${hash}` }
    }
  all.set('/openapi/v3', { paths: index })
  return all
}

const discovery = documents()

/** The discovery or OpenAPI document at a path, if there is one. */
export function discoveryDocument(pathname: string): JsonObject | undefined {
  return discovery.get(pathname.length > 1 ? pathname.replace(/\/$/, '') : pathname)
}
