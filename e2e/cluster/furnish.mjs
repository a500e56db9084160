// What a fresh control plane needs before tests can use it: the data planes' CRDs, a node, and pods that land on it.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseAllDocuments } from 'yaml'
import { built } from './cache.mjs'

const node = 'node-0'
const admission = '/apis/admissionregistration.k8s.io/v1'

const foreignCrds = path.join(import.meta.dirname, 'manifests', 'foreign-crds.yaml')

export async function furnish({ request, waitFor }) {
  await Promise.all([
    installCrds(request, waitFor),
    addNode(request, waitFor),
    placePods(request, waitFor),
    waitFor('the default service account (kube-controller-manager)', () =>
      request('GET', '/api/v1/namespaces/default/serviceaccounts/default'),
    ),
  ])
}

async function installCrds(request, waitFor) {
  const crdPath = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
  const definitions = await readDefinitions()
  await Promise.all(definitions.map((crd) => apply(request, `${crdPath}/${crd.metadata.name}`, crd)))
  await waitFor("the data planes' CRDs", async () => {
    const { items } = await request('GET', crdPath)
    return items.every((crd) =>
      crd.status?.conditions?.some((it) => it.type === 'Established' && it.status === 'True'),
    )
  })
  // The API server holds back the first objects of a fresh CRD for two seconds; better here than in a test.
  await request('POST', '/apis/networking.istio.io/v1/namespaces/default/sidecars?dryRun=All', {
    body: { apiVersion: 'networking.istio.io/v1', kind: 'Sidecar', metadata: { name: 'trial' } },
  })
}

async function readDefinitions() {
  const shipped = ['istio-crds.json', 'gateway-api-crds.json', 'traefik-crds.json']
  const texts = await Promise.all(shipped.map((name) => readFile(built(name), 'utf8')))
  const foreign = parseAllDocuments(await readFile(foreignCrds, 'utf8')).map((document) => document.toJS())
  return [...texts.flatMap((text) => JSON.parse(text)), ...foreign]
}

async function addNode(request, waitFor) {
  const path = `/api/v1/nodes/${node}`
  await apply(request, path, { apiVersion: 'v1', kind: 'Node', metadata: { name: node } })
  await waitFor('a ready node (kwok)', async () => {
    const { status } = await request('GET', path)
    return status.conditions?.some((it) => it.type === 'Ready' && it.status === 'True')
  })
}

// There is no scheduler: every pod is bound when it is made, so that ordinary manifests work as they are.
async function placePods(request, waitFor) {
  const name = 'place-pods'
  const apiVersion = 'admissionregistration.k8s.io/v1'
  await apply(request, `${admission}/mutatingadmissionpolicies/${name}`, {
    apiVersion,
    kind: 'MutatingAdmissionPolicy',
    metadata: { name },
    spec: {
      matchConstraints: {
        resourceRules: [
          { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] },
        ],
      },
      matchConditions: [{ name: 'unplaced', expression: '!has(object.spec.nodeName)' }],
      failurePolicy: 'Fail',
      reinvocationPolicy: 'Never',
      mutations: [
        {
          patchType: 'JSONPatch',
          jsonPatch: { expression: `[JSONPatch{op: "add", path: "/spec/nodeName", value: "${node}"}]` },
        },
      ],
    },
  })
  await apply(request, `${admission}/mutatingadmissionpolicybindings/${name}`, {
    apiVersion,
    kind: 'MutatingAdmissionPolicyBinding',
    metadata: { name },
    spec: { policyName: name },
  })
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'trial' },
    spec: { containers: [{ name: 'it', image: 'it' }] },
  }
  await waitFor('the placing of pods', async () => {
    const made = await request('POST', '/api/v1/namespaces/default/pods?dryRun=All', { body: pod })
    return made.spec.nodeName === node
  })
}

function apply(request, path, body) {
  return request('PATCH', `${path}?fieldManager=e2e&force=true`, {
    body,
    type: 'application/apply-patch+yaml',
  })
}
