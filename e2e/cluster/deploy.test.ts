import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseAllDocuments } from 'yaml'
import { expect, it } from 'vitest'

interface Manifest {
  kind: string
  metadata: { name: string; namespace?: string }
}
interface Deployment extends Manifest {
  spec: {
    template: {
      metadata: { labels: Record<string, string> }
      spec: {
        containers: {
          name: string
          ports?: { name: string; containerPort: number }[]
          env?: { name: string; value?: string }[]
        }[]
      }
    }
  }
}
interface NetworkPolicy extends Manifest {
  spec: {
    podSelector: { matchLabels: Record<string, string> }
    policyTypes: string[]
    ingress: { from: object[]; ports: { port: string }[] }[]
  }
}
interface PodMonitor extends Manifest {
  spec: { selector: { matchLabels: Record<string, string> }; podMetricsEndpoints: { port: string }[] }
}

function shipped(file: string, kind: string): Manifest {
  const text = readFileSync(path.join(import.meta.dirname, '..', '..', 'deploy', file), 'utf8')
  const found = parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest)
    .find((manifest) => manifest.kind === kind)
  if (found === undefined) throw new Error(`there is no ${kind} in ${file}`)
  return found
}

const deployment = shipped('aviary.yaml', 'Deployment') as Deployment
const policy = shipped('network-policy.yaml', 'NetworkPolicy') as NetworkPolicy
const monitor = shipped('prometheus/pod-monitor.yaml', 'PodMonitor') as PodMonitor
const { metadata, spec } = deployment.spec.template
const ports = spec.containers.flatMap((container) => container.ports ?? [])

it('lets named namespaces reach every port of the pod, each by one rule, and lays down nothing about egress', () => {
  expect(policy.metadata.namespace).toBe(deployment.metadata.namespace)
  expect(metadata.labels).toMatchObject(policy.spec.podSelector.matchLabels)
  expect(policy.spec.policyTypes).toEqual(['Ingress'])
  expect(policy.spec.ingress.flatMap((rule) => rule.ports.map(({ port }) => port)).sort()).toEqual(
    ports.map(({ name }) => name).sort(),
  )
  expect(policy.spec.ingress.filter(({ from }) => from.length === 0)).toEqual([])
})

it('has Aviary listen for Prometheus where the monitor and the policy look', () => {
  const env = spec.containers.flatMap((container) => container.env ?? [])
  const set = env.find(({ name }) => name === 'OWN_METRICS_PORT')?.value
  const port = ports.find(({ name }) => name === 'metrics')?.containerPort
  expect(set).toBe(String(port))
  expect(monitor.metadata.namespace).toBe(deployment.metadata.namespace)
  expect(metadata.labels).toMatchObject(monitor.spec.selector.matchLabels)
  expect(monitor.spec.podMetricsEndpoints.map((endpoint) => endpoint.port)).toEqual(['metrics'])
})
