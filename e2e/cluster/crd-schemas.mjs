// Writes the schemas of Istio's routing kinds that the sandbox validates with.
//   node e2e/cluster/crd-schemas.mjs           writes the file
//   node e2e/cluster/crd-schemas.mjs --check   fails when the committed file differs
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseAllDocuments } from 'yaml'
import { moduleFolder } from './go.mjs'

const target = path.join(import.meta.dirname, '..', '..', 'sandbox', 'kube', 'schemas', 'istio.json')
const group = 'networking.istio.io'
const kinds = ['VirtualService', 'DestinationRule', 'Gateway', 'ServiceEntry', 'Sidecar']

/** The file's text, made from the CRDs of the pinned module. */
async function generate() {
  const folder = await moduleFolder('crds', 'istio.io/api')
  const version = folder.slice(folder.lastIndexOf('@') + 1)
  const file = path.join(folder, 'kubernetes', 'customresourcedefinitions.gen.yaml')
  const definitions = parseAllDocuments(await readFile(file, 'utf8')).map((document) => document.toJS())
  const specs = kinds.map((kind) => {
    const found = definitions.find((it) => it?.spec.group === group && it.spec.names.kind === kind)
    if (!found) throw new Error(`istio.io/api ${version} has no ${kind} in ${group}`)
    return found.spec
  })
  const document = { source: `istio.io/api ${version} (Apache-2.0)`, kinds: specs.map(summary) }
  return `${JSON.stringify(document)}\n`
}

function summary(spec) {
  return {
    group: spec.group,
    kind: spec.names.kind,
    plural: spec.names.plural,
    singular: spec.names.singular,
    shortNames: spec.names.shortNames ?? [],
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
  const text = await generate()
  if (process.argv.includes('--check')) {
    const committed = await readFile(target, 'utf8').catch(() => '')
    if (committed !== text)
      throw new Error(
        'sandbox/kube/schemas/istio.json differs from the pinned CRDs: run this without --check',
      )
  } else {
    await writeFile(target, text)
  }
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
