import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noReleaseRules } from '../../domain/release/release-rules'
import { readReleaseRules } from './read-release-rules'
import { startReleaseStage, type ReleaseStage } from './release-stage.fixture'

const everywhere = { cluster: '*', namespace: '*', service: '*' }
const inNamespace = (namespace: string) => ({ ...everywhere, namespace })
const always = { zone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }

describe('readReleaseRules', () => {
  let stage: ReleaseStage

  beforeAll(async () => {
    stage = await startReleaseStage()
    stage.rules = {
      freezes: [
        { name: 'ever', from: '2020-01-01T00:00:00Z', to: '9000-01-01T00:00:00Z', scope: everywhere },
        { name: 'past', from: '2019-01-01T00:00:00Z', to: '2019-01-02T00:00:00Z', scope: everywhere },
        { name: 'far', from: '9000-01-01T00:00:00Z', to: '9001-01-01T00:00:00Z', scope: inNamespace('bank') },
      ],
      hours: [{ name: 'always', ...always, scope: inNamespace('shop') }],
      limits: { live: 3 },
      approvals: [{ count: 2, expiresSeconds: 3600, scope: inNamespace('bank') }],
    }
  })

  afterAll(async () => {
    await stage.stop()
  })

  it('tells all to who sees everything, in the order of time and with how it stands', async () => {
    const rules = await readReleaseRules(stage.ctx('ada', 'viewer'))
    expect(rules.freezes.map(({ name, state }) => [name, state])).toEqual([
      ['past', 'over'],
      ['ever', 'now'],
      ['far', 'coming'],
    ])
    expect(rules.hours).toMatchObject([{ name: 'always', open: true }])
    expect(rules.limits).toEqual({ live: 3 })
    expect(rules.approvals).toHaveLength(1)
  })
  it('leaves out what speaks of namespaces that one may not see', async () => {
    const rules = await readReleaseRules(stage.ctx('sam', 'viewer', 'shop'))
    expect(rules.freezes.map(({ name }) => name)).toEqual(['past', 'ever'])
    expect(rules.hours).toHaveLength(1)
    expect(rules.approvals).toEqual([])
  })
  it('says nothing where nothing is laid down', async () => {
    const ctx = stage.ctx('ada', 'viewer')
    const none = { ...ctx, ports: { ...ctx.ports, releaseRules: () => noReleaseRules } }
    expect(await readReleaseRules(none)).toMatchObject({ freezes: [], hours: [], limits: {}, approvals: [] })
  })
})
