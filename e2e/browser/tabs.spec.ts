import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import type { ReleaseDto } from '@/lib/contracts/releases'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { Subject } from '../support/service'
import { call } from '../support/target'
import { abortByKeys } from './abort-by-keys'
import { openStreams } from './open-streams'
import { signedIn } from './sign-in'

let place: Playground
let till: Subject

test.beforeAll(async () => {
  place = await playground('tabs')
  till = await place.splits('till', 60)
})

test.afterAll(async () => {
  await place.remove()
})

/** A release of `till` that stands at its first step, 20 %, until somebody goes on. */
async function startRelease(): Promise<ReleaseDto> {
  const plan = { preset: 'linear', step: 20, bake: '30m' }
  const asked = { service: till.ref, from: 'v1', to: 'v2', plan }
  const { body } = await call<ReleaseDto>('release-manager', 'POST', '/releases', asked)
  const started = await call<ReleaseDto>('release-manager', 'POST', `/releases/${body.id}/start`)
  expect([started.status, started.body.state], JSON.stringify(started.body)).toEqual([200, 'running'])
  return started.body
}

test('eight tabs share one event stream, another tab takes it over, and an abort never waits', async ({
  browser,
}) => {
  test.setTimeout(400_000)
  const { id } = await startRelease()
  await till.untilWeights({ v1: 80, v2: 20 })
  const { page, context } = await signedIn(browser, 'release-manager', { reducedMotion: 'reduce' })
  const streams = openStreams(context)
  const topologies = [page]
  const releases: Page[] = []
  while (topologies.length < 4) topologies.push(await context.newPage())
  while (releases.length < 4) releases.push(await context.newPage())
  const isThere = (tab: Page) => !tab.isClosed()

  /** In every tab that is open: the canary's share of the split. */
  const expectShare = async (percent: number) => {
    for (const tab of topologies.filter(isThere))
      await expect(tab.getByTestId('edge-till-v2')).toContainText(new RegExp(`\\b${percent}.%`), {
        timeout: 30_000,
      })
    for (const tab of releases.filter(isThere))
      await expect(
        tab
          .getByTestId('stepper')
          .getByRole('listitem')
          .filter({ hasText: `${percent} %` })
          .first(),
      ).toHaveAttribute('data-state', 'current')
  }
  const expectOneStream = async () => {
    for (const tab of [...topologies, ...releases].filter(isThere))
      await expect(tab.getByTestId('live-mark')).toContainText('live')
    await expect.poll(() => streams().length).toBe(1)
  }

  await test.step('one stream', async () => {
    for (const tab of topologies) await tab.goto(`/topology?namespaces=${place.namespace}`)
    for (const tab of releases) await tab.goto(`/releases/${id}`)
    await expectShare(20)
    await expectOneStream()
  })
  await test.step('the tab that holds it is closed, and the others go on', async () => {
    const [leader] = streams()
    await leader?.close()
    await expectOneStream()
    const reason = 'every tab shall see it'
    const { status } = await call('release-manager', 'POST', `/releases/${id}/promote`, { reason })
    expect(status).toBe(200)
    await expectShare(40)
  })
  await test.step('an abort in one tab is answered, and shown in all', async () => {
    const [first, ...others] = releases.filter(isThere)
    if (first === undefined) throw new Error('no tab with the release is left')
    const answer = first.waitForResponse((response) => response.url().endsWith(`/releases/${id}/abort`))
    await abortByKeys(first)
    expect((await answer).status()).toBe(200)
    for (const tab of [first, ...others])
      await expect(tab.getByTestId('release-state')).toHaveAttribute('data-state', 'aborted')
    for (const tab of topologies.filter(isThere))
      await expect(tab.getByTestId('edge-till-v1')).toContainText(/\b100.%/, { timeout: 30_000 })
    await till.untilWeights({ v1: 100, v2: 0 })
    await expectOneStream()
  })
  await context.close()
})
