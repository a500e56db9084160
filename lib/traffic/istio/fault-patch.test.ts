import { describe, expect, it } from 'vitest'
import { isDomainError } from '@/lib/domain/errors'
import type { Fault, Move } from '@/lib/domain/traffic/model'
import { clusterWith, patchOf, plan, rulesOf, v1 } from './search-cluster.fixture'

const route = [{ destination: v1 }]
const set = (fault: Fault): Move => ({ kind: 'set-fault', rule: 'main', fault })
const remove: Move = { kind: 'remove-fault', rule: 'main' }
const delay = { percent: 12.5, duration: '1.5s' }
const abort = { percent: 10, status: 503 }

const changes = (rule: object, move: Move) =>
  patchOf(clusterWith({ route, ...rule }), move)?.filter(({ op }) => op !== 'test')

describe('set-fault', () => {
  it('injects a delay and an abort where there was none', () => {
    const cluster = clusterWith({ route })
    const value = {
      delay: { percentage: { value: 12.5 }, fixedDelay: '1.5s' },
      abort: { percentage: { value: 10 }, httpStatus: 503 },
    }
    expect(patchOf(cluster, set({ delay, abort }))).toEqual([
      { op: 'test', path: '/spec/http/0/route/0/destination', value: v1 },
      { op: 'add', path: '/spec/http/0/fault', value },
    ])
    cluster.send(plan(cluster, set({ delay, abort })))
    expect(rulesOf(cluster)[0]?.fault).toEqual({ delay, abort })
    expect(plan(cluster, set({ delay, abort }))).toEqual([])
    expect(plan(cluster, set({ abort }))).toEqual([])
  })

  it('changes only the fields that differ, and tests the fault that stood there', () => {
    const fault = {
      delay: { fixedDelay: '1.5s', percentage: { value: 1, note: 'x' }, future: true },
      abort: { grpcStatus: 'ABORTED' },
    }
    expect(patchOf(clusterWith({ route, fault }), set({ delay }))?.slice(1)).toEqual([
      { op: 'test', path: '/spec/http/0/fault', value: fault },
      { op: 'replace', path: '/spec/http/0/fault/delay/percentage/value', value: 12.5 },
    ])
  })

  it('replaces another kind of the same part, which Istio takes only one of', () => {
    const fault = {
      delay: { exponentialDelay: '1s', percent: 5 },
      abort: { grpcStatus: 'ABORTED', percentage: { value: 10 } },
    }
    expect(changes({ fault }, set({ delay, abort }))).toEqual([
      { op: 'remove', path: '/spec/http/0/fault/delay/exponentialDelay' },
      { op: 'add', path: '/spec/http/0/fault/delay/fixedDelay', value: '1.5s' },
      { op: 'remove', path: '/spec/http/0/fault/delay/percent' },
      { op: 'add', path: '/spec/http/0/fault/delay/percentage', value: { value: 12.5 } },
      { op: 'remove', path: '/spec/http/0/fault/abort/grpcStatus' },
      { op: 'add', path: '/spec/http/0/fault/abort/httpStatus', value: 503 },
    ])
  })

  it('keeps a whole percentage in the older field where it stands', () => {
    const fault = { delay: { fixedDelay: '1s', percent: 5 } }
    expect(changes({ fault }, set({ delay: { percent: 7, duration: '1s' } }))).toEqual([
      { op: 'replace', path: '/spec/http/0/fault/delay/percent', value: 7 },
    ])
  })

  it.each<[Fault, string[]]>([
    [{}, ['delay']],
    [{ delay: { percent: -1, duration: '1s' } }, ['delay.percent']],
    [{ delay: { percent: Number.NaN, duration: '0s' } }, ['delay.percent', 'delay.duration']],
    [
      { delay: { percent: 1, duration: '1' }, abort: { percent: 101, status: 199 } },
      ['delay.duration', 'abort.percent', 'abort.status'],
    ],
    [{ delay: { percent: 1, duration: '61m' } }, ['delay.duration']],
    [{ delay: { percent: 1, duration: '1.5ms' } }, ['delay.duration']],
    [{ delay: { percent: 1, duration: '1s ' } }, ['delay.duration']],
    [{ abort: { percent: 1, status: 600 } }, ['abort.status']],
    [{ abort: { percent: 1, status: 500.5 } }, ['abort.status']],
  ])('refuses %j', (fault, fields) => {
    try {
      plan(clusterWith({ route }), set(fault))
      expect.unreachable()
    } catch (error) {
      if (!isDomainError(error)) throw error
      expect(error.code).toBe('invalid')
      expect(error.extras.fields?.map(({ path }) => path)).toEqual(fields)
    }
  })

  it.each(['1ms', '1h', '59m60s', '0.001s', '1m30s'])('takes a delay of %s', (duration) => {
    expect(plan(clusterWith({ route }), set({ delay: { percent: 0, duration } }))).toHaveLength(1)
  })
})

describe('remove-fault', () => {
  it('takes the whole fault where it shows all of it', () => {
    const fault = { delay: { fixedDelay: '1s' }, abort: { httpStatus: 500 } }
    expect(changes({ fault }, remove)).toEqual([{ op: 'remove', path: '/spec/http/0/fault' }])
  })

  it('leaves what a user injects by other means', () => {
    const fault = { delay: { fixedDelay: '1s' }, abort: { grpcStatus: 'ABORTED' }, 'x-note': [1] }
    expect(changes({ fault }, remove)).toEqual([{ op: 'remove', path: '/spec/http/0/fault/delay' }])
    expect(changes({ fault: { abort: { grpcStatus: 'ABORTED' } } }, remove)).toBeUndefined()
    expect(changes({}, remove)).toBeUndefined()
  })

  it('reads a fault without a percentage as one that hits nobody, as Istio does', () => {
    const cluster = clusterWith({ route, fault: { abort: { httpStatus: 500 } } })
    expect(rulesOf(cluster)[0]?.fault).toEqual({ abort: { percent: 0, status: 500 } })
  })
})
