import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PrometheusApi } from './start-prometheus-api'
import { startPrometheusApi } from './start-prometheus-api'
import { ScriptedFaults } from './faults'

let api: PrometheusApi
beforeEach(async () => {
  const collect = () => ['a', 'b', 'c', 'd'].map((app) => ({ name: 'm_total', labels: { app }, value: 3 }))
  api = await startPrometheusApi({ port: 0, collect, scrapeIntervalSeconds: 60 })
})
afterEach(() => api.close())

const set = async (script: string) =>
  (await fetch(`${api.url}/-/fault`, { method: 'PUT', body: script })).status
const query = (expression = 'm_total') =>
  fetch(`${api.url}/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query: expression }) })
const values = async () => {
  const body = (await (await query()).json()) as {
    warnings?: string[]
    data: { result: { value: [number, string] }[] }
  }
  return { values: body.data.result.map(({ value }) => value[1]), warnings: body.warnings }
}
const whole = { values: ['3', '3', '3', '3'], warnings: undefined }

test('gone: connections are cut, until the script is taken away', async () => {
  expect(await set('0s gone=1')).toBe(204)
  await expect(query()).rejects.toThrow()
  await expect(fetch(`${api.url}/-/ready`)).rejects.toThrow()
  expect(await set('')).toBe(204)
  expect(await values()).toEqual(whole)
})

test('nan: every value of a vector and of a matrix', async () => {
  await set('0s nan=1')
  expect(await values()).toEqual({ values: ['NaN', 'NaN', 'NaN', 'NaN'], warnings: undefined })
  const range = await (await query('m_total[2m]')).text()
  expect(range).toContain('"NaN"')
  expect(range).not.toContain('"3"')
})

test('partial: a share of the series is missing, and a warning says so', async () => {
  await set('0s partial=0.5')
  expect(await values()).toEqual({
    values: ['3', '3'],
    warnings: ['a store is not reachable: the result is partial'],
  })
})

test('huge: longer than asked for, and still the same answer', async () => {
  await set('0s huge=2')
  expect((await (await query()).text()).length).toBeGreaterThan(2 * 1024 * 1024)
  expect(await values()).toEqual(whole)
})

test('slow: an impatient client gets nothing', async () => {
  await set('0s slow=600')
  await expect(fetch(`${api.url}/-/ready`, { signal: AbortSignal.timeout(100) })).rejects.toThrow()
  await set('0s slow=0.01')
  expect(await values()).toEqual(whole)
})

test('a script that cannot be read is refused, and the one before holds', async () => {
  await set('0s nan=1')
  expect(await set('gone')).toBe(400)
  expect((await values()).values).toContain('NaN')
})

test('time runs from when the script was set', () => {
  const faults = new ScriptedFaults()
  faults.set('0s gone=1; 10s gone=0 slow=2')
  expect(faults.at(1000)).toMatchObject({ gone: 1, slow: 0 })
  expect(faults.at(11_000)).toMatchObject({ gone: 0, slow: 2 })
  faults.set('0s gone=1; 10s gone=0 slow=2')
  expect(faults.at(12_000)).toMatchObject({ gone: 1, slow: 0 })
})
