import type { BrowserContext, Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import type { SessionDto } from '@/lib/contracts/access'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import { appUrl, call } from '../support/target'
import { expectNothingFound } from './accessible'
import { openStreams } from './open-streams'
import { openService } from './service-page'
import { signedIn, signIn } from './sign-in'

let place: Playground

test.beforeAll(async () => {
  place = await playground('expiry')
  await place.splits('till', 90)
})

test.afterAll(async () => {
  await place.remove()
})

/** Ends the session of a browser from elsewhere, as an administrator does. */
async function endSession(context: BrowserContext): Promise<void> {
  const answer = await context.request.get(`${appUrl()}/api/v1/sessions`)
  const { items } = (await answer.json()) as { items: SessionDto[] }
  const current = items.find((session) => session.current)
  expect((await call('admin', 'DELETE', `/sessions/${current?.id}`)).status).toBe(204)
}

/** Requests of a page to the API since the last call. */
function requestsOf(page: Page): () => string[] {
  const seen: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/')) seen.push(pathname)
  })
  return () => seen.splice(0)
}

test('a session that ends in the middle of a change: the draft stays, and one sign-in brings all tabs back', async ({
  browser,
}) => {
  test.setTimeout(180_000)
  const { page, context } = await signedIn(browser, 'release-manager', { reducedMotion: 'reduce' })
  const streams = openStreams(context)
  const { rule } = await openService(page, place.namespace, 'till')
  const second = await context.newPage()
  await second.goto('/releases')
  await expect(second.getByTestId('live-mark')).toContainText('live')
  const handle = rule().getByTestId('split-handle-0')
  await expect(handle).toHaveAttribute('aria-disabled', 'false')
  const box = await handle.boundingBox()
  if (box === null) throw new Error('the handle is not on screen')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x - 60, box.y + box.height / 2, { steps: 4 })
  await expect(rule().getByTestId('tray')).toBeVisible()

  await endSession(context)
  await page.mouse.move(box.x - 90, box.y + box.height / 2, { steps: 4 })
  const again = page.getByRole('dialog', { name: 'Sign in again' })
  await expect(again).toBeVisible({ timeout: 30_000 })
  await page.mouse.up()
  await expect(second.getByRole('dialog', { name: 'Sign in again' })).toBeVisible({ timeout: 30_000 })
  await expect.poll(() => streams().length).toBe(0)
  await expectNothingFound(page, 'the dialog to sign in again')
  const wanted = await handle.getAttribute('aria-valuenow')

  const opened = context.waitForEvent('page')
  await again.getByRole('link', { name: 'Sign in in a new tab' }).click()
  // The identity provider still knows the browser.
  const entry = await opened
  await entry.getByTestId('sign-in').click()
  await expect(entry.getByTestId('live-mark')).toContainText('live')
  for (const tab of [page, second]) {
    await expect(tab.getByRole('dialog')).toHaveCount(0)
    await expect(tab.getByTestId('live-mark')).toContainText('live')
  }
  expect(context.pages()).toHaveLength(3)
  await expect(handle).toHaveAttribute('aria-valuenow', wanted ?? '')
  await expect(rule().getByTestId('apply')).toBeEnabled()
  await rule().getByTestId('apply').click()
  await expect(rule().getByTestId('tick-applied')).toHaveAttribute('data-state', 'done')
  await context.close()
})

test('a tab that is left open over night asks at most once in 30 s, and opens nothing by itself', async ({
  browser,
}) => {
  test.setTimeout(180_000)
  const context = await browser.newContext({ reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.clock.install()
  await signIn(page, 'on-call')
  const streams = openStreams(context)
  await page.goto('/')
  await expect(page.getByTestId('live-mark')).toContainText('live')
  await endSession(context)
  await expect(page.getByRole('dialog', { name: 'Sign in again' })).toBeVisible({ timeout: 60_000 })
  await expect.poll(() => streams().length).toBe(0)
  const asked = requestsOf(page)
  const minutes = 30
  for (let minute = 0; minute < minutes; minute += 1) await page.clock.runFor(60_000)
  const requests = asked()
  expect(new Set(requests)).toEqual(new Set(['/api/v1/me']))
  expect(requests.length).toBeLessThanOrEqual(minutes * 2)
  // The same after the dialog was put aside.
  await page.getByRole('button', { name: 'Not now' }).click()
  for (let minute = 0; minute < minutes; minute += 1) await page.clock.runFor(60_000)
  expect(asked().length).toBeLessThanOrEqual(minutes * 2)
  expect(context.pages()).toHaveLength(1)
  await context.close()
})
