import { afterAll, beforeAll, expect, it } from 'vitest'
import { CreateTemplateBody } from '../../contracts/plans'
import { startReleaseStage, type ReleaseStage } from './release-stage.fixture'
import { addTemplate, getTemplate, listTemplates, planOfTemplate } from './templates'

let stage: ReleaseStage
beforeAll(async () => {
  stage = await startReleaseStage()
}, 60_000)
afterAll(() => stage.stop())

const body = (bake: string) =>
  CreateTemplateBody.parse({ name: 'careful', words: 'Slowly.', plan: { preset: 'linear', step: 10, bake } })

it('keeps every version of a plan, as the API takes it', async () => {
  const ctx = stage.ctx('mia', 'release-manager')
  const first = await addTemplate(ctx, body('90s'))
  expect(first).toMatchObject({ name: 'careful', version: 1, author: 'mia', plan: { step: 10, bake: '90s' } })
  expect(await addTemplate(ctx, body('300s'))).toMatchObject({ version: 2, plan: { bake: '5m' } })
  expect((await getTemplate(ctx, 'careful')).version).toBe(2)
  const versions = async (name?: string) =>
    (await listTemplates(ctx, { limit: 9, ...(name === undefined ? {} : { name }) })).items.map(
      ({ version }) => version,
    )
  expect(await versions()).toEqual([2])
  expect(await versions('careful')).toEqual([2, 1])
  expect(await planOfTemplate(ctx, 'careful')).toMatchObject({
    version: 2,
    plan: { preset: 'linear', bake: 300 },
  })
  expect(await planOfTemplate(ctx, 'careful', 1)).toMatchObject({ version: 1, plan: { bake: 90 } })
  const { items } = await stage.stores.store.audit.list({ action: 'template.add', limit: 9 })
  expect(items.map(({ after }) => after)).toMatchObject([{ version: 2 }, { version: 1 }])
})

it('is refused to those who may not make releases, and says what is not there', async () => {
  await expect(addTemplate(stage.ctx('max', 'on-call'), body('1m'))).rejects.toMatchObject({
    code: 'forbidden',
  })
  const ctx = stage.ctx('max', 'viewer')
  await expect(getTemplate(ctx, 'other')).rejects.toMatchObject({ code: 'not-found' })
  await expect(planOfTemplate(ctx, 'careful', 3)).rejects.toMatchObject({
    code: 'not-found',
    message: 'There is no template careful in version 3.',
  })
})

it('says so when a plan of earlier days is none any more', async () => {
  const author = { issuer: 'i', subject: 's', name: 'n' }
  const at = new Date().toISOString()
  await stage.stores.store.templates.add({ name: 'early', plan: { preset: 'gone' }, author, at })
  await expect(planOfTemplate(stage.ctx('max', 'viewer'), 'early')).rejects.toMatchObject({ code: 'invalid' })
})
