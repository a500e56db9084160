import { afterEach, beforeEach, expect, test } from 'vitest'
import { textAt } from '../kube/json'
import { TestCluster } from '../kube/test-cluster'
import type { KubeConnection } from '../traffic/kube-connection'
import { connect } from '../traffic/kube-connection'
import { applyToVersion } from './apply-script'
import { readScript, scriptNames } from './read-script'
import { parseTimeline } from './timeline'

let cluster: TestCluster
let connection: KubeConnection
beforeEach(async () => {
  cluster = await TestCluster.start()
  connection = connect(cluster.api.kubeconfig)
})
afterEach(async () => {
  await connection.close()
  await cluster.stop()
})

const folder = 'sandbox/scripts'
const deployments = '/apis/apps/v1/namespaces/default/deployments'

async function make(app: string, version: string): Promise<void> {
  const labels = { app, version }
  const name = `${app}-${version}`
  const template = { metadata: { labels }, spec: { containers: [{ name: 'app' }] } }
  const spec = { replicas: 0, selector: { matchLabels: labels }, template }
  const body = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec }
  expect((await cluster.call('POST', deployments, { body })).code).toBe(201)
}

const scriptOf = async (name: string): Promise<string | undefined> =>
  textAt(
    (await cluster.call('GET', `${deployments}/${name}`)).body,
    'metadata',
    'annotations',
    'sandbox.aviary.dev/script',
  )

test('every script of the folder can be read and says what it does', async () => {
  const names = await scriptNames(folder)
  expect(names).toContain('v2-fails')
  for (const name of names) {
    const { script, words } = await readScript(folder, name)
    expect(parseTimeline(script), name).toBeDefined()
    expect(words, name).toMatch(/\.$/)
  }
  await expect(readScript(folder, '../kinds')).rejects.toThrow('there is no fault')
})

test('a script is given to the Deployments of one version, whatever version the selector names', async () => {
  const spec = { selector: { app: 'web', version: 'v1' }, ports: [{ port: 80 }] }
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec }
  await cluster.call('POST', '/api/v1/namespaces/default/services', { body: service })
  for (const [app, version] of [
    ['web', 'v1'],
    ['web', 'v2'],
    ['api', 'v2'],
  ] as const)
    await make(app, version)
  const script = await readScript(folder, 'v2-fails')
  const target = { namespace: 'default', service: 'web', version: 'v2' }
  expect(await applyToVersion(connection, script, target, 'noon')).toEqual(['web-v2'])
  expect(await scriptOf('web-v2')).toBe(`${script.script} # noon`)
  expect(await scriptOf('web-v1')).toBeUndefined()
  expect(await scriptOf('api-v2')).toBeUndefined()
  await expect(applyToVersion(connection, script, { ...target, version: 'v9' }, 'noon')).rejects.toThrow(
    'no Deployment runs v9',
  )
})
