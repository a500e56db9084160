import { describe, expect, it } from 'vitest'
import { DomainError } from '../errors'
import type { JsonPatch, KubeObject } from '../kube'
import { composePatch } from './compose-patch'
import { applyPatch } from './json-patch'

const live = (annotations?: Record<string, string>): KubeObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: {
    name: 'search',
    uid: 'u',
    resourceVersion: '7',
    ...(annotations === undefined ? {} : { annotations }),
  },
  spec: { weight: 1 },
})
const change: JsonPatch = [{ op: 'replace', path: '/spec/weight', value: 2 }]

describe('composePatch', () => {
  it('pins the version first and marks the object last', () => {
    expect(composePatch(live(), change, { operation: 'op', release: 'r', epoch: 3 })).toEqual([
      { op: 'replace', path: '/metadata/resourceVersion', value: '7' },
      ...change,
      { op: 'add', path: '/metadata/annotations', value: {} },
      { op: 'add', path: '/metadata/annotations/aviary.dev~1operation', value: 'op' },
      { op: 'add', path: '/metadata/annotations/aviary.dev~1release', value: 'r' },
      { op: 'add', path: '/metadata/annotations/aviary.dev~1epoch', value: '3' },
    ])
  })

  it('leaves marks that are not given, and every other annotation', () => {
    const before = live({ note: 'mine', 'aviary.dev/release': 'old', 'aviary.dev/epoch': '9' })
    const after = applyPatch(before, composePatch(before, change, { operation: 'op' }))
    expect(after.metadata.annotations).toEqual({
      ...before.metadata.annotations,
      'aviary.dev/operation': 'op',
    })
  })

  it('does not wipe annotations that a plan did not see', () => {
    const before = live({ note: 'mine' })
    const patch: JsonPatch = [
      { op: 'add', path: '/metadata/annotations', value: { 'aviary.dev/subsets': 'v2' } },
    ]
    const after = applyPatch(before, composePatch(before, patch, { operation: 'op' }))
    expect(after.metadata.annotations).toEqual({
      note: 'mine',
      'aviary.dev/subsets': 'v2',
      'aviary.dev/operation': 'op',
    })
    const bare = live()
    expect(applyPatch(bare, composePatch(bare, patch, { operation: 'op' })).metadata.annotations).toEqual({
      'aviary.dev/subsets': 'v2',
      'aviary.dev/operation': 'op',
    })
  })

  it('gives way to a later leader', () => {
    const before = live({ 'aviary.dev/epoch': '4' })
    const compose = (epoch?: number) => () =>
      composePatch(before, change, { operation: 'op', ...(epoch === undefined ? {} : { epoch }) })
    expect(compose(3)).toThrow(DomainError)
    expect(compose(3)).toThrow(expect.objectContaining({ code: 'conflict' }))
    expect(compose(4)).not.toThrow()
    expect(compose()).not.toThrow()
    expect(() =>
      composePatch(live({ 'aviary.dev/epoch': 'odd' }), change, { operation: 'op', epoch: 1 }),
    ).not.toThrow()
  })
})
