import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditEventDto } from '@/lib/contracts/audit'
import type { OperationDto } from '@/lib/contracts/moves'
import type { MeasurementDto, ReleaseDto } from '@/lib/contracts/releases'
import type { Draft } from '../support/drafts'
import { makeDraft, webAlone } from '../support/drafts'
import type { Playground } from '../support/playground'
import type { Subject } from '../support/service'
import { call } from '../support/target'

interface Exported {
  format: string
  release: { id: string; state: string }
  plan: ReleaseDto['plan']
  approvals: object[]
  operations: OperationDto[]
  snapshots: { operation: string; route: string; state: { route: { rules: { id: string }[] } } }[]
  measurements: MeasurementDto[]
  calls: { event: string }[]
  audit?: AuditEventDto[]
}

describe('the export of a release', () => {
  let place: Playground
  let web: Subject
  let draft: Draft

  beforeAll(async () => {
    ;({ place, web } = await webAlone('export'))
    draft = await makeDraft('release-manager', web, {
      steps: [
        { kind: 'weight', weight: 50 },
        { kind: 'weight', weight: 100 },
      ],
    })
    await draft.verb('release-manager', 'start')
    await draft.untilState('promoted')
  })
  afterAll(() => place.remove())

  const exported = (role: 'viewer' | 'auditor') => call<Exported>(role, 'GET', `/releases/${draft.id}/export`)

  it('is a file with all that belongs to it', async () => {
    const { status, headers, body } = await exported('viewer')
    expect(status).toBe(200)
    expect(headers.get('content-disposition')).toBe(`attachment; filename="release-${draft.id}.json"`)
    expect(headers.get('cache-control')).toContain('no-store')
    expect(body).toMatchObject({ format: 'aviary-release/1', release: { id: draft.id, state: 'promoted' } })
    const applied = body.operations.filter(({ outcome }) => outcome === 'applied').toReversed()
    expect(applied.map(({ after }) => (after as { weights: object }).weights)).toEqual([
      { v1: 50, v2: 50 },
      { v1: 0, v2: 100 },
    ])
    for (const { id, before, writes } of applied) {
      expect(before).toHaveProperty('weights')
      expect(writes).toMatchObject([{ result: 'applied' }])
      const around = body.snapshots.filter(({ operation }) => operation === id)
      expect(around.map(({ state }) => state.route.rules.map((rule) => rule.id))).toEqual([
        ['main'],
        ['main'],
      ])
    }
    expect(body.calls.map(({ event }) => event)).toEqual(['promoted'])
    expect(body.audit).toBeUndefined()
  })

  it('holds the audit events for those who may read them, and is one itself', async () => {
    const { body } = await exported('auditor')
    const actions = body.audit?.map(({ action }) => action) ?? []
    expect(actions[0]).toBe('release.export')
    for (const action of ['release.create', 'release.start', 'set-weights', 'release.promoted'])
      expect(actions).toContain(action)
  })

  it('has the same measurements as their own list', async () => {
    const { body } = await call<{ items: MeasurementDto[]; next: null }>(
      'viewer',
      'GET',
      `/releases/${draft.id}/measurements?limit=500`,
    )
    expect(body).toEqual({ items: (await exported('viewer')).body.measurements, next: null })
  })
})
