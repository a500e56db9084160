import { expect, it } from 'vitest'
import { verbs } from '../access/verbs'
import type { Viewer } from '../access/viewer'
import { impersonationFor } from './virtual-user'

const viewer: Viewer = {
  issuer: 'https://id.example',
  subject: '0042',
  name: 'Max',
  groups: ['ops'],
  via: 'session',
  credentialId: 's1',
  expiresAt: '2026-12-01T00:00:00Z',
}

it('is the operator for what only lowers or stops, the manager for all else and where nothing is said', () => {
  const lowering = verbs.filter(
    (verb) => impersonationFor(viewer, verb, undefined).user === 'aviary:operator',
  )
  expect([...lowering].sort()).toEqual(['abort', 'mirror.stop', 'pause', 'weight.decrease'])
  expect(impersonationFor(viewer, 'weight.increase', undefined).user).toBe('aviary:manager')
  expect(impersonationFor(viewer, undefined, undefined)).toEqual({
    user: 'aviary:manager',
    group: 'aviary:virtual',
    extra: {
      'aviary.dev/issuer': 'https://id.example',
      'aviary.dev/subject': '0042',
      'aviary.dev/name': 'Max',
      'aviary.dev/via': 'session',
    },
  })
})

it('names the release’s starter behind the engine, and the engine where there is none', () => {
  const engine: Viewer = { ...viewer, issuer: 'aviary', subject: 'engine', name: 'Aviary', via: 'engine' }
  const starter = { issuer: 'https://id.example', subject: '7', name: 'Ada' }
  expect(impersonationFor(engine, 'abort', starter)).toMatchObject({
    user: 'aviary:operator',
    extra: { 'aviary.dev/subject': '7', 'aviary.dev/name': 'Ada', 'aviary.dev/via': 'engine' },
  })
  expect(impersonationFor(engine, undefined, undefined).extra['aviary.dev/subject']).toBe('engine')
})
