import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ChangeStore, StoredChange, StoredMeasurement } from '../../domain/live-stores'
import type { LiveFrame } from '../../domain/ports'
import { createLiveBus } from '../../http/live-bus'
import { relayChanges, type RelayOptions } from './relay-changes'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const service = { cluster: 'eu', namespace: 'shop', name: 'cart' }

/** A database that some replica writes to, and this replica's bell and bus. */
function scene() {
  const log: StoredChange[] = [{ seq: 1, operation: 'old', service }]
  const outcomes = new Map<string, string>([['old', 'applied']])
  const versions = new Map<string, number>()
  let measured: StoredMeasurement[] = []
  const bell: { ring: () => void; heard: boolean } = { ring: () => undefined, heard: true }
  const frames: LiveFrame[] = []
  const bus = createLiveBus()
  bus.subscribe((_id, frame) => frames.push(frame))
  const changes: Partial<ChangeStore> = {
    head: () => Promise.resolve(log.at(-1)?.seq ?? 0),
    since: (seq, limit) => Promise.resolve(log.filter((one) => one.seq > seq).slice(0, limit)),
    measured: () => Promise.resolve(measured),
  }
  const store = {
    operations: {
      get: (id: string) => Promise.resolve({ id, outcome: outcomes.get(id), service }),
    },
    releases: {
      get: (id: string) => {
        const version = versions.get(id)
        return Promise.resolve(version === undefined ? undefined : { id, version, service })
      },
    },
  }
  const stop = relayChanges({
    bell: {
      start: (ring) => void (bell.ring = ring),
      hears: () => bell.heard,
      stop: () => Promise.resolve(),
    },
    changes: changes as ChangeStore,
    store: store as unknown as RelayOptions['store'],
    bus,
    onError: (error) => {
      throw error
    },
  })
  return {
    bell,
    bus,
    stop,
    /** What the bus told, in short. */
    told: () =>
      frames.splice(0).map(({ event, data }) => {
        if (event === 'operation') return `${data.operation.id} ${data.operation.outcome}`
        if (event === 'release') return `${data.id} v${data.version} ${data.measurement ?? ''}`.trim()
        return event === 'delta' ? data.scope : event
      }),
    operation: (id: string, outcome: string) => {
      outcomes.set(id, outcome)
      log.push({ seq: log.length + 1, operation: id, service })
    },
    release: (id: string, version: number) => {
      versions.set(id, version)
      log.push({ seq: log.length + 1, release: id, service })
    },
    measure: (release: string, seq: number) => void (measured = [{ release, attempt: 1, seq }]),
    after: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  }
}

describe('relayChanges', () => {
  it('tells of what another replica stored when the bell rings, and of nothing from before', async () => {
    const { bell, told, operation, release, measure, after, stop } = scene()
    await after(0)
    expect(told()).toEqual([])
    operation('op-1', 'pending')
    release('r-1', 3)
    bell.ring()
    await after(0)
    expect(told()).toEqual(['op-1 pending', 'r-1 v3', 'audit'])
    operation('op-1', 'applied')
    measure('r-1', 8)
    bell.ring()
    await after(0)
    expect(told()).toEqual(['op-1 applied', 'audit', 'r-1 v3 8'])
    bell.ring()
    await after(0)
    expect(told()).toEqual([])
    await stop()
  })

  it('does not tell again of what this replica told by itself', async () => {
    const { bell, bus, told, operation, release, after, stop } = scene()
    await after(0)
    operation('op-1', 'applied')
    release('r-1', 4)
    bus.publish({
      event: 'operation',
      data: { operation: { id: 'op-1', outcome: 'applied' } },
    } as unknown as LiveFrame)
    bell.ring()
    await after(0)
    bus.publish({ event: 'release', data: { id: 'r-1', version: 4, service } })
    expect(told()).toEqual(['op-1 applied', 'r-1 v4', 'audit'])
    await stop()
  })

  it('looks every second while nothing is heard', async () => {
    const { bell, told, operation, after, stop } = scene()
    bell.heard = false
    await after(0)
    operation('op-1', 'applied')
    await after(1000)
    expect(told()).toEqual(['op-1 applied', 'audit'])
    await stop()
  })

  it('looks now and then although it hears, and every second once that found what no bell rang for', async () => {
    const { told, operation, after, stop } = scene()
    await after(0)
    for (const id of ['op-1', 'op-2']) {
      operation(id, 'applied')
      await after(29_000)
      expect(told()).toEqual([])
      await after(1000)
      expect(told()).toEqual([`${id} applied`, 'audit'])
    }
    operation('op-3', 'applied')
    await after(1000)
    expect(told()).toEqual(['op-3 applied', 'audit'])
    await stop()
  })

  it('reads what it missed in pages, and stops for good', async () => {
    const { bell, told, operation, after, stop } = scene()
    await after(0)
    for (let n = 0; n < 1200; n += 1) operation(`op-${n}`, 'applied')
    bell.ring()
    await after(0)
    expect(told().filter((one) => one.startsWith('op-'))).toHaveLength(1200)
    await stop()
    operation('op-late', 'applied')
    bell.ring()
    await after(120_000)
    expect(told()).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })
})
