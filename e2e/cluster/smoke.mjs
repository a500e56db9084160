// Proves that the control plane, its audit log, the service account and Prometheus work: node e2e/cluster/smoke.mjs
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { apiClient, strict } from './api.mjs'
import { checkAudit } from './audit-oracle.mjs'
import { serviceAccountKubeconfig, serviceAccountUser, startControlPlane } from './control-plane.mjs'
import { until } from './processes.mjs'
import { startPrometheus } from './prometheus.mjs'

const route = '/apis/networking.istio.io/v1/namespaces/shop/virtualservices'
const jsonPatch = 'application/json-patch+json'

async function timed(what, work) {
  const start = performance.now()
  const result = await work()
  console.log(`${what}: ${((performance.now() - start) / 1000).toFixed(2)} s`)
  return result
}

async function deploymentBecomesReady(admin, children) {
  const labels = { app: 'cart', version: 'v1' }
  const metadata = { name: 'cart-v1', namespace: 'shop', labels }
  const template = { metadata: { labels }, spec: { containers: [{ name: 'cart', image: 'cart:1' }] } }
  const spec = { replicas: 3, selector: { matchLabels: labels }, template }
  const path = '/apis/apps/v1/namespaces/shop/deployments'
  await admin('POST', path, { body: { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec } })
  await until(
    '3 ready pods',
    async () => (await admin('GET', `${path}/cart-v1`)).status.readyReplicas === 3,
    {
      children,
    },
  )
}

function virtualService() {
  const destination = (subset, weight) => ({ destination: { host: 'cart', subset }, weight })
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'cart', namespace: 'shop' },
    spec: { hosts: ['cart'], http: [{ route: [destination('v1', 100), destination('v2', 0)] }] },
  }
}

function weights(first, second) {
  const at = (index) => `/spec/http/0/route/${index}/weight`
  return [
    { op: 'test', path: at(0), value: 100 },
    { op: 'replace', path: at(0), value: first },
    { op: 'replace', path: at(1), value: second },
  ]
}

async function dryRunChangesNothing(aviary) {
  const answer = await strict(aviary)('PATCH', `${route}/cart?dryRun=All`, {
    body: weights(90, 10),
    type: jsonPatch,
  })
  assert.equal(answer.spec.http[0].route[1].weight, 10)
  const live = await strict(aviary)('GET', `${route}/cart`)
  assert.equal(live.spec.http[0].route[1].weight, 0)
}

async function patchIsInAuditLog(aviary, auditLog) {
  const id = randomUUID()
  const headers = { 'audit-id': `${id}-1` }
  const options = { body: weights(80, 20), type: jsonPatch, headers }
  await strict(aviary)('PATCH', `${route}/cart?fieldManager=aviary`, options)
  const refused = await aviary('PATCH', `${route}/cart`, { ...options, headers: { 'audit-id': `${id}-2` } })
  assert.equal(refused.status, 422, 'a failed test of a JSON Patch')

  const object = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    namespace: 'shop',
    name: 'cart',
  }
  const writes = [
    { object, auditId: `${id}-1`, result: 'applied' },
    { object, auditId: `${id}-2`, result: 'not-applied' },
  ]
  const operation = { id, outcome: 'applied', writes }
  const check = (operations) => checkAudit({ auditLog, user: serviceAccountUser, operations })
  assert.deepEqual((await check([operation])).problems, [])
  assert.equal((await check([])).problems.length, 1, 'a write that no operation knows')
}

async function rightsAreLimited(aviary) {
  const { status } = await aviary('GET', '/api/v1/namespaces/aviary/secrets')
  assert.equal(status, 403, 'Aviary must not read secrets')
  assert.equal((await aviary('PATCH', '/api/v1/namespaces/shop', { body: {}, type: jsonPatch })).status, 403)
}

async function prometheusScrapes(dir) {
  const exporter = createServer((_request, response) => response.end('smoke_answer 42\n'))
  await new Promise((resolve) => exporter.listen(0, '127.0.0.1', resolve))
  const scrape = [{ job: 'smoke', targets: [`127.0.0.1:${exporter.address().port}`], interval: '1s' }]
  const prometheus = await timed('prometheus ready', () => startPrometheus({ dir, scrape }))
  try {
    const query = `${prometheus.url}/api/v1/query?query=smoke_answer`
    const sample = async () => (await (await fetch(query)).json()).data.result[0]?.value[1]
    const value = await timed('first scrape', () => until('a sample', sample, { children: [] }))
    assert.equal(value, '42')
  } finally {
    await timed('prometheus stopped', prometheus.stop)
    exporter.closeAllConnections()
    exporter.close()
  }
}

const dir = await mkdtemp(path.join(os.tmpdir(), 'aviary-smoke-'))
try {
  const controlPlane = await timed('control plane ready', () => startControlPlane({ dir }))
  const { server, ca, adminToken, auditLog, processes } = controlPlane
  try {
    const admin = strict(apiClient({ server, ca, token: adminToken }))
    await admin('POST', '/api/v1/namespaces', {
      body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    })
    await timed('pods ready through KWOK', () => deploymentBecomesReady(admin, Object.values(processes)))
    await timed('VirtualService made', () => admin('POST', route, { body: virtualService() }))
    const kubeconfig = await timed('service account with deploy/rbac.yaml', () =>
      serviceAccountKubeconfig(controlPlane),
    )
    const { token } = JSON.parse(await readFile(kubeconfig, 'utf8')).users[0].user
    const aviary = apiClient({ server, ca, token })
    await timed('dry run', () => dryRunChangesNothing(aviary))
    await timed('patch and audit log', () => patchIsInAuditLog(aviary, auditLog))
    await timed('limited rights', () => rightsAreLimited(aviary))
    await prometheusScrapes(path.join(dir, 'prometheus'))
  } finally {
    await timed('control plane stopped', controlPlane.stop)
  }
  console.log('smoke test passed')
} catch (error) {
  console.error(error)
  process.exitCode = 1
} finally {
  await rm(dir, { recursive: true })
}
