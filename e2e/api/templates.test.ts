import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProblemDto } from '@/lib/contracts/common'
import type { TemplateDto } from '@/lib/contracts/plans'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { makeDraft, webAlone } from '../support/drafts'
import type { Playground } from '../support/playground'
import type { Subject } from '../support/service'
import { call } from '../support/target'

const name = `careful-${randomBytes(3).toString('hex')}`
const plan = (bake: string) => ({ preset: 'linear', step: 50, bake, checks: [] })

describe('plan templates', () => {
  let place: Playground
  let web: Subject

  beforeAll(async () => {
    ;({ place, web } = await webAlone('templates'))
  })
  afterAll(() => place.remove())

  it('are kept in versions, for everybody to see', async () => {
    for (const [bake, version] of [
      ['90s', 1],
      ['2h', 2],
    ] as const) {
      const body = { name, words: 'Slowly.', plan: plan(bake) }
      const made = await call<TemplateDto>('release-manager', 'POST', '/templates', body)
      expect([made.status, made.body.version], JSON.stringify(made.body)).toEqual([201, version])
      expect(made.body.plan).toMatchObject({ step: 50, bake })
    }
    const newest = await call<TemplateDto>('viewer', 'GET', `/templates/${name}`)
    expect(newest.body).toMatchObject({ name, version: 2, words: 'Slowly.' })
    const all = await call<{ items: TemplateDto[] }>('viewer', 'GET', `/templates?name=${name}`)
    expect(all.body.items.map(({ version }) => version)).toEqual([2, 1])
    const { body } = await call<{ items: TemplateDto[] }>('viewer', 'GET', '/templates?limit=500')
    expect(body.items.filter((each) => each.name === name)).toHaveLength(1)
  })

  it('make the same plan as their own text, whichever version is asked for', async () => {
    const expanded = async (of: object) => {
      const draft = await makeDraft('release-manager', web, of)
      const release = await draft.read()
      expect((await call('release-manager', 'DELETE', `/releases/${draft.id}`)).status).toBe(204)
      return release.plan
    }
    const { template: newest, ...second } = await expanded({ template: name })
    const { template: older, ...first } = await expanded({ template: name, version: 1 })
    expect([newest, older]).toEqual([
      { name, version: 2 },
      { name, version: 1 },
    ])
    expect(second).toEqual(await expanded(plan('2h')))
    expect(first).toEqual(await expanded(plan('90s')))
  })

  it('say what is missing or wrong', async () => {
    const refused = async (role: 'on-call' | 'release-manager', body: object) => {
      const reply = await call<ProblemDto>(role, 'POST', '/templates', body)
      return [reply.status, reply.body.code]
    }
    expect(await refused('on-call', { name, plan: plan('1m') })).toEqual([403, 'forbidden'])
    expect(await refused('release-manager', { name: 'two words', plan: plan('1m') })).toEqual([
      422,
      'invalid',
    ])
    expect(await refused('release-manager', { name, plan: { preset: 'sideways' } })).toEqual([422, 'invalid'])
    expect(await refused('release-manager', { name, plan: { template: name } })).toEqual([422, 'invalid'])
    expect((await call('viewer', 'GET', '/templates/no-such-template')).status).toBe(404)
    const versions = { from: 'v1', to: 'v2' }
    const made = await call<ReleaseDto & ProblemDto>('release-manager', 'POST', '/releases', {
      service: web.ref,
      ...versions,
      plan: { template: name, version: 99 },
    })
    expect([made.status, made.body.code]).toEqual([404, 'not-found'])
  })
})
