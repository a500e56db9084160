import { execFile, spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { reviews, TestCluster } from './test-cluster'

const present = spawnSync('kubectl', ['version', '--client']).status === 0

describe.runIf(present)(present ? 'kubectl' : 'kubectl, which is not installed here', () => {
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

  it('applies the roles and bindings of deploy/, once more without a change', async () => {
    for (const name of ['rbac.yaml', 'rbac-sar.yaml', 'rbac-impersonate.yaml']) {
      const manifest = join(import.meta.dirname, '..', '..', 'deploy', name)
      await kubectl('apply', '-f', manifest)
      expect(await kubectl('apply', '-f', manifest)).not.toMatch(/created|configured/)
    }
    const bound = await kubectl('get', 'clusterrolebinding', 'aviary-moves', '-o', 'json')
    expect((JSON.parse(bound) as { subjects: unknown }).subjects).toEqual([
      { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'aviary:manager' },
    ])
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

  it.each([
    [
      'httproute',
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name: 'web' },
        spec: { rules: [{ backendRefs: [{ name: 'web-v1', port: 80 }] }] },
      },
      '/spec/rules/0/backendRefs/0/weight',
      // The API server fills these in.
      ['weight: 7', 'kind: Service', 'type: PathPrefix'],
    ],
    [
      'traefikservice',
      {
        apiVersion: 'traefik.io/v1alpha1',
        kind: 'TraefikService',
        metadata: { name: 'web' },
        spec: { weighted: { services: [{ name: 'web-v1', port: 80, weight: 1 }] } },
      },
      '/spec/weighted/services/0/weight',
      ['weight: 7', 'port: 80'],
    ],
  ])(
    'applies, patches and deletes a %s',
    async (kind, object, path, parts) => {
      const manifest = await file(`${kind}.yaml`, object)
      expect(await kubectl('apply', '-f', manifest)).toContain('created')
      // kubectl calls a list "configured" when the server filled in defaults; the object stays as it is.
      await kubectl('apply', '-f', manifest)
      expect(await kubectl('get', kind, 'web', '-o', 'jsonpath={.metadata.generation}')).toBe('1')
      await kubectl(
        'patch',
        kind,
        'web',
        '--type=json',
        '-p',
        JSON.stringify([{ op: 'add', path, value: 7 }]),
      )
      const yaml = await kubectl('get', kind, 'web', '-o', 'yaml')
      for (const part of parts) expect(yaml).toContain(part)
      const low = JSON.stringify([{ op: 'replace', path, value: -1 }])
      await expect(kubectl('patch', kind, 'web', '--type=json', '-p', low)).rejects.toThrow('weight')
      expect(await kubectl('delete', kind, 'web')).toContain('deleted')
    },
    60_000,
  )

  it('pauses, resumes and undoes a rolling release, and pins an HPA', async () => {
    const labels = { app: 'poster' }
    const containers = [{ name: 'poster', image: 'poster:1' }]
    const template = { metadata: { labels }, spec: { containers } }
    const spec = { replicas: 2, selector: { matchLabels: labels }, template }
    const workload = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'poster' }, spec }
    await kubectl('apply', '-f', await file('poster.yaml', workload))
    await kubectl('rollout', 'status', 'deployment/poster', '--timeout=20s')
    await kubectl('set', 'image', 'deployment/poster', 'poster=poster:2')
    await kubectl('rollout', 'pause', 'deployment/poster')
    await kubectl('rollout', 'resume', 'deployment/poster')
    await kubectl('rollout', 'status', 'deployment/poster', '--timeout=20s')
    expect(await kubectl('rollout', 'history', 'deployment/poster')).toMatch(/^1 .*\n2 /m)
    await kubectl('rollout', 'undo', 'deployment/poster')
    await kubectl('rollout', 'status', 'deployment/poster', '--timeout=20s')
    const path = 'jsonpath={.spec.template.spec.containers[0].image}'
    expect(await kubectl('get', 'deployment', 'poster', '-o', path)).toBe('poster:1')
    const scaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'poster' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'poster' },
        minReplicas: 1,
        maxReplicas: 5,
      },
    }
    await kubectl('apply', '-f', await file('hpa.yaml', scaler))
    const pin = JSON.stringify({ spec: { minReplicas: 2, maxReplicas: 2 } })
    await kubectl('patch', 'hpa', 'poster', '--type=merge', '-p', pin)
    await expect(
      kubectl('patch', 'hpa', 'poster', '--type=merge', '-p', '{"spec":{"maxReplicas":1}}'),
    ).rejects.toThrow('minReplicas')
    const bounds = 'jsonpath={.spec.minReplicas} to {.spec.maxReplicas}'
    expect(await kubectl('get', 'hpa', 'poster', '-o', bounds)).toBe('2 to 2')
  }, 60_000)
})
