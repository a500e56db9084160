import { execFile, spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { reviews, TestCluster } from './test-cluster'

const present = spawnSync('kubectl', ['version', '--client']).status === 0

describe.runIf(present)('kubectl', () => {
  let cluster: TestCluster
  beforeAll(async () => {
    cluster = await TestCluster.start()
  })
  afterAll(() => cluster.stop())

  const kubectl = (...args: string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      const home = { ...process.env, HOME: cluster.dir, KUBECONFIG: cluster.api.kubeconfig }
      execFile('kubectl', ['--request-timeout=10s', ...args], { env: home }, (error, out, err) => {
        if (error === null) resolve(out)
        else reject(new Error(`${args.join(' ')}: ${err}`))
      })
    })
  const file = async (name: string, object: unknown): Promise<string> => {
    const path = join(cluster.dir, name)
    await writeFile(path, stringify(object))
    return path
  }

  it('applies, patches, annotates, shows and deletes a route', async () => {
    const route = await file('route.yaml', reviews())
    expect(await kubectl('apply', '-f', route)).toContain('created')
    expect(await kubectl('apply', '-f', route)).toContain('unchanged')
    expect(await kubectl('apply', '-f', await file('route.yaml', reviews({ hosts: ['two'] })))).toContain(
      'configured',
    )
    const change = JSON.stringify([{ op: 'replace', path: '/spec/http/0/route/0/weight', value: 70 }])
    await kubectl('patch', 'vs', 'reviews', '--type=json', '-p', change)
    await kubectl('patch', 'vs', 'reviews', '--type=merge', '-p', '{"spec":{"exportTo":["*"]}}')
    await kubectl('annotate', 'vs', 'reviews', 'note=seen')
    const yaml = await kubectl('get', 'vs', 'reviews', '-o', 'yaml', '--show-managed-fields')
    for (const part of ['weight: 70', '- two', 'note: seen', 'manager: kubectl-client-side-apply'])
      expect(yaml).toContain(part)
    await expect(kubectl('apply', '-f', await file('bad.yaml', reviews({ hosts: [1] })))).rejects.toThrow(
      'spec.hosts[0]',
    )
    expect(await kubectl('delete', 'vs', 'reviews')).toContain('deleted')
  }, 60_000)

  it('creates, scales and reapplies a workload', async () => {
    const workload = (image: string) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: ['web', 'proxy'].map((name) => ({ name, image: `${name}:${image}` })) },
        },
      },
    })
    await kubectl('create', '--save-config', '-f', await file('web.yaml', workload('1')))
    await kubectl('scale', 'deployment', 'web', '--replicas=2')
    await kubectl('apply', '-f', await file('web.yaml', workload('2')))
    await kubectl('rollout', 'status', 'deployment', 'web', '--timeout=20s')
    const images = await kubectl(
      'get',
      'deployment',
      'web',
      '-o',
      'jsonpath={.spec.template.spec.containers[*].image}',
    )
    expect(images).toBe('web:2 proxy:2')
    expect(await kubectl('get', 'pods')).toContain('web-')
  }, 60_000)
})
