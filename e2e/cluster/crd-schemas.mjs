// Writes the schemas of the data planes' routing kinds that the sandbox validates with.
//   node e2e/cluster/crd-schemas.mjs           writes the files
//   node e2e/cluster/crd-schemas.mjs --check   fails when a committed file differs
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { crdSources, readCrds } from './crds.mjs'

const folder = path.join(import.meta.dirname, '..', '..', 'sandbox', 'kube', 'schemas')

const wanted = {
  istio: {
    group: 'networking.istio.io',
    kinds: ['VirtualService', 'DestinationRule', 'Gateway', 'ServiceEntry', 'Sidecar'],
  },
  'gateway-api': {
    group: 'gateway.networking.k8s.io',
    kinds: ['GatewayClass', 'Gateway', 'HTTPRoute', 'GRPCRoute', 'ReferenceGrant', 'TLSRoute', 'TCPRoute'],
    notes: mirrorNotes,
  },
  traefik: {
    group: 'traefik.io',
    kinds: ['IngressRoute', 'TraefikService', 'Middleware', 'ServersTransport'],
  },
}

/** One file's text, made from the CRDs of the pinned module. */
async function generate(source) {
  const { group, kinds, notes } = wanted[source.name]
  const { version, definitions } = await readCrds(source)
  const found = kinds.map((kind) => {
    const definition = definitions.find((it) => it.spec.group === group && it.spec.names.kind === kind)
    if (!definition) throw new Error(`${source.from} ${version} has no ${kind} in ${group}`)
    return definition
  })
  const document = {
    source: `${source.from} ${version} (${source.licence})`,
    notes: notes?.(found),
    kinds: found.map(summary),
  }
  return `${JSON.stringify(document)}\n`
}

function summary({ metadata, spec }) {
  return {
    group: spec.group,
    kind: spec.names.kind,
    plural: spec.names.plural,
    singular: spec.names.singular,
    shortNames: spec.names.shortNames ?? [],
    channel: channel(metadata),
    namespaced: spec.scope === 'Namespaced',
    versions: spec.versions.map(({ name, served, storage, subresources, schema }) => ({
      name,
      served,
      storage,
      subresources: subresources ?? {},
      schema: withoutDescriptions(schema.openAPIV3Schema),
    })),
  }
}

function channel({ annotations }) {
  return annotations?.['gateway.networking.k8s.io/channel']
}

// Older channels mirror everything or nothing, so which fields this one has is worth a line.
function mirrorNotes(definitions) {
  const route = definitions.find((it) => it.spec.names.kind === 'HTTPRoute')
  return route.spec.versions.map(({ name, schema }) => {
    const rule = schema.openAPIV3Schema.properties.spec.properties.rules.items
    const mirror = rule.properties.filters.items.properties.requestMirror
    const shares = ['percent', 'fraction'].filter((field) => field in mirror.properties)
    const has = shares.length === 0 ? 'neither percent nor fraction' : shares.join(' and ')
    return `HTTPRoute ${name} is of the ${channel(route.metadata)} channel; its RequestMirror has ${has}`
  })
}

// Inside `properties` a key is a field's name, so a field called "description" stays.
function withoutDescriptions(schema) {
  if (Array.isArray(schema)) return schema.map(withoutDescriptions)
  if (schema === null || typeof schema !== 'object') return schema
  const entries = Object.entries(schema).filter(
    ([key, value]) => key !== 'description' || typeof value !== 'string',
  )
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      key === 'properties'
        ? Object.fromEntries(Object.entries(value).map(([name, it]) => [name, withoutDescriptions(it)]))
        : withoutDescriptions(value),
    ]),
  )
}

try {
  const differing = []
  for (const source of crdSources) {
    const file = path.join(folder, `${source.name}.json`)
    const text = await generate(source)
    if (!process.argv.includes('--check')) await writeFile(file, text)
    else if ((await readFile(file, 'utf8').catch(() => '')) !== text) differing.push(path.basename(file))
  }
  if (differing.length > 0) {
    throw new Error(
      `sandbox/kube/schemas: ${differing.join(', ')} differ from the pinned CRDs: run this without --check`,
    )
  }
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
