import { afterAll, beforeAll, expect, it } from 'vitest'
import { sampleBody } from '@/e2e/support/sample-records'
import { startReleaseStage, type ReleaseStage } from '../releases/release-stage.fixture'
import { getAuditEvent, listAudit } from './read-audit'

let stage: ReleaseStage
const service = (namespace: string) => ({ cluster: 'prod', namespace, name: 'cart' })

beforeAll(async () => {
  stage = await startReleaseStage()
  const { audit } = stage.stores.store
  await audit.append(sampleBody({ id: 'in-shop', service: service('shop') }))
  await audit.append(sampleBody({ id: 'in-bank', service: service('bank') }))
  await audit.append(sampleBody({ id: 'login', kind: 'auth', action: 'login' }))
}, 60_000)
afterAll(() => stage.stop())

const ids = async (...who: Parameters<ReleaseStage['ctx']>) =>
  (await listAudit(stage.ctx(...who), { limit: 100 })).items
    .filter(({ kind }) => kind !== 'read')
    .map(({ id }) => id)

it('shows the whole log to those who may read it everywhere', async () => {
  expect(await ids('aud', 'auditor')).toEqual(['login', 'in-bank', 'in-shop'])
  expect((await getAuditEvent(stage.ctx('aud', 'auditor'), 3)).id).toBe('login')
})

it('shows others the events of services that they may read, and hides all else', async () => {
  expect(await ids('ann', 'auditor', 'shop')).toEqual(['in-shop'])
  expect((await getAuditEvent(stage.ctx('ann', 'auditor', 'shop'), 1)).id).toBe('in-shop')
  for (const seq of [2, 3])
    await expect(getAuditEvent(stage.ctx('ann', 'auditor', 'shop'), seq)).rejects.toMatchObject({
      code: 'not-found',
    })
})

it('records a reading once for the same person and filter', async () => {
  const asked = { limit: 10, action: 'login' }
  await listAudit(stage.ctx('once', 'auditor'), asked)
  await listAudit(stage.ctx('once', 'auditor'), asked)
  const { items } = await stage.stores.store.audit.list({ limit: 100, actor: 'once' })
  expect(items).toMatchObject([{ action: 'audit.read', detail: { filter: { action: 'login' } } }])
})
