import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appUrl, kubectl, until, user } from '../support/target'
import { startPrometheus } from './prometheus.mjs'

interface Rule {
  name: string
  state: string
  health: string
  lastError?: string
  lastEvaluation: string
}

const alertsFile = path.resolve('deploy/prometheus/aviary-alerts.yaml')

/** A real Prometheus that scrapes Aviary with a viewer's token, with the alerts that are shipped. */
describe('Aviary, scraped', () => {
  let dir: string
  let prometheus: Awaited<ReturnType<typeof startPrometheus>>

  beforeAll(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'aviary-own-metrics-'))
    const scrape = {
      job: 'aviary',
      targets: [new URL(appUrl()).host],
      interval: '1s',
      token: user('viewer').token,
    }
    prometheus = await startPrometheus({ dir, scrape: [scrape], rules: [alertsFile] })
    await until(
      'two scrapes of Aviary',
      () => query('count_over_time(up{job="aviary"}[1m])'),
      ([seen]) => Number(seen) >= 2,
    )
  })

  afterAll(async () => {
    await prometheus.stop()
    await rm(dir, { recursive: true })
  })

  const ask = async <T>(address: string): Promise<T> =>
    ((await (await fetch(`${prometheus.url}${address}`)).json()) as { data: T }).data
  const query = async (text: string): Promise<string[]> => {
    const { result } = await ask<{ result: { value: [number, string] }[] }>(
      `/api/v1/query?query=${encodeURIComponent(text)}`,
    )
    return result.map(({ value }) => value[1])
  }

  it('is up, and every sample was taken', async () => {
    expect(await query('min_over_time(up{job="aviary"}[1m])')).toEqual(['1'])
    expect(Number((await query('scrape_samples_scraped{job="aviary"}'))[0])).toBeGreaterThan(100)
    expect(await query('aviary_database_up')).toEqual(['1'])
  })

  it('has alerts that Prometheus can evaluate, about metrics that are there, none of which fires', async () => {
    const rules = await until(
      'every alert evaluated',
      async () =>
        (await ask<{ groups: { rules: Rule[] }[] }>('/api/v1/rules')).groups.flatMap((group) => group.rules),
      (found) => found.length > 0 && found.every(({ health }) => health !== 'unknown'),
    )
    expect(rules.map(({ name, health, lastError }) => [name, health, lastError])).toEqual(
      rules.map(({ name }) => [name, 'ok', undefined]),
    )
    expect(rules.filter(({ state }) => state === 'firing')).toEqual([])

    const text = await readFile(alertsFile, 'utf8')
    const used = new Set([...text.matchAll(/aviary_[a-z_]+/g)].map(([name]) => name))
    const known = new Set(await ask<string[]>('/api/v1/label/__name__/values'))
    expect(used.size).toBeGreaterThan(8)
    expect([...used].filter((name) => !known.has(name))).toEqual([])
  })
})

it('comes with manifests that the API server takes', async () => {
  const files = ['aviary.yaml', 'network-policy.yaml'].flatMap((name) => ['-f', path.resolve('deploy', name)])
  const taken = await kubectl('apply', '--dry-run=server', ...files)
  expect(taken).toContain('networkpolicy.networking.k8s.io/aviary created (server dry run)')
  expect(taken).toContain('deployment.apps/aviary created (server dry run)')
})
