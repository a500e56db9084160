// The custom resource definitions of the data planes, as their own modules ship them.
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { parseAllDocuments } from 'yaml'
import { moduleFolder } from './go.mjs'

const traefikReference = 'docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1.yml'

/** Where each data plane's definitions come from: `module` is a folder of modules/, `from` the Go module in it. */
export const crdSources = [
  {
    name: 'istio',
    module: 'crds',
    from: 'istio.io/api',
    licence: 'Apache-2.0',
    files: () => ['kubernetes/customresourcedefinitions.gen.yaml'],
  },
  {
    name: 'gateway-api',
    module: 'crds',
    from: 'sigs.k8s.io/gateway-api',
    licence: 'Apache-2.0',
    files: gatewayApiFiles,
  },
  {
    name: 'traefik',
    module: 'traefik',
    from: 'github.com/traefik/traefik/v3',
    licence: 'MIT',
    files: () => [traefikReference],
  },
]

// The whole standard channel; the routes of layer 4 exist in the experimental one only.
async function gatewayApiFiles(folder) {
  const standard = await readdir(path.join(folder, 'config', 'crd', 'standard'))
  return [
    ...standard.filter((name) => name.startsWith('gateway.')).map((name) => `config/crd/standard/${name}`),
    'config/crd/experimental/gateway.networking.k8s.io_tcproutes.yaml',
    'config/crd/experimental/gateway.networking.k8s.io_tlsroutes.yaml',
  ]
}

/** The definitions of one source and the version they are of; downloads the module when it is not there yet. */
export async function readCrds({ module, from, files }) {
  const folder = await moduleFolder(module, from)
  const texts = await Promise.all(
    (await files(folder)).map((file) => readFile(path.join(folder, file), 'utf8')),
  )
  const definitions = texts
    .flatMap((text) => parseAllDocuments(text))
    .map((document) => document.toJS())
    .filter((it) => it?.kind === 'CustomResourceDefinition')
  return { version: folder.slice(folder.lastIndexOf('@') + 1), definitions }
}
