import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { routeManifest, serviceManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { Subject } from '../support/service'
import { clusterName } from '../support/target'
import { abortByKeys } from './abort-by-keys'
import { expectAccessible } from './accessible'
import { signedIn } from './sign-in'

const MANY = 480
/** Enough to be judged in the end, and too few for a verdict before the page was looked at. */
const FEW = 4

let place: Playground
let orders: Subject

test.beforeAll(async () => {
  place = await playground('pages')
  await place.runs('orders', { v1: {}, v2: {} })
  const route = split('orders', { v1: 100, v2: 0 })
  await place.apply(routeManifest(place.namespace, 'orders', [{ name: 'main', route }]))
  orders = await place.sees('orders')
  await under(FEW)
})

/** Requests a second on the service from now on. */
async function under(rps: number): Promise<void> {
  await place.apply(serviceManifest(place.namespace, 'orders', { app: 'orders' }, rps))
}

test.afterAll(async () => {
  await place.remove()
})

const stage = (page: Page, title: string) =>
  page.getByTestId('stepper').getByRole('listitem').filter({ hasText: title }).first()

async function abort(page: Page): Promise<void> {
  await abortByKeys(page)
  await expect(page.getByTestId('release-state')).toHaveAttribute('data-state', 'aborted', {
    timeout: 30_000,
  })
}

test('the wizard makes a release that mirrors first; its stages and its verdict are watched, then it is aborted', async ({
  browser,
}) => {
  test.setTimeout(400_000)
  const { page, context } = await signedIn(browser, 'release-manager')
  await test.step('choose, by keyboard', async () => {
    await page.goto('/releases/new')
    const service = page.getByRole('combobox', { name: 'Service', exact: true })
    await service.click()
    await service.fill('orders')
    await expect(page.getByRole('option', { name: place.namespace })).toBeVisible()
    await page.getByRole('option', { name: place.namespace }).click()
    await expect(page.getByTestId('new-to')).toHaveValue('v2')
    await page.getByTestId('new-preset-linear').focus()
    for (const next of ['exponential', 'blue-green', 'dark-launch', 'mirror-first']) {
      await page.keyboard.press('ArrowDown')
      await expect(page.getByTestId(`new-preset-${next}`)).toBeChecked()
    }
    await page.getByTestId('new-step').fill('0')
    await expect(page.getByText('A whole number from 1 to 100.')).toBeVisible()
    await expect(page.getByTestId('create-and-start')).toHaveAttribute('aria-disabled', 'true')
    await page.getByTestId('new-step').fill('50')
    await page.getByTestId('new-bake').fill('20s')
    await page.getByTestId('new-reason').fill('2.4.1, tax fix')
  })
  await test.step('the preview says what it will do', async () => {
    await expect(page).toHaveURL(/preset=mirror-first/)
    await expect(page.getByRole('list', { name: 'Steps of the plan' })).toContainText(
      'Mirror 100 % of the requests to v2',
    )
    await expect(page.getByTestId('estimate')).toContainText('about')
    await expect(page.getByRole('img', { name: /50 %.*100 %.*mirror 100 %/ })).toBeVisible()
    await expectAccessible(page, 'the wizard')
  })
  await page.getByTestId('create-and-start').click()
  await page.waitForURL(/\/releases\/[0-9a-f-]{36}/)
  await expect(page.getByTestId('release-state')).toHaveAttribute('data-state', 'running')
  await expect(stage(page, 'Mirror 100 %')).toHaveAttribute('data-state', 'current')
  await expect(stage(page, '50 %')).toHaveAttribute('data-state', 'ahead')
  await test.step('copies are judged', async () => {
    const check = page.getByTestId('check').filter({ hasText: 'Success rate' })
    await expect(check).toContainText('requests on v2', { timeout: 60_000 })
    await expect(page.getByTestId('evidence').getByRole('table')).toContainText('copies', { timeout: 60_000 })
    await expectAccessible(page, 'a release under way')
  })
  await test.step('the verdict lets it go on to users', async () => {
    await under(MANY)
    await expect(stage(page, '50 %')).toHaveAttribute('data-state', 'current', { timeout: 200_000 })
    await expect(stage(page, 'Mirror 100 %')).toHaveAttribute('data-state', 'done')
    await expect(page.getByTestId('evidence').getByRole('table')).toContainText('pass')
  })
  await test.step('aborted, as it was', async () => {
    await abort(page)
    await expect(stage(page, '50 %')).toContainText('aborted here')
    await orders.untilWeights({ v1: 100, v2: 0 })
    await expectAccessible(page, 'an aborted release')
  })
  await context.close()
})

test('a second person approves from the queue; one’s own release one may not', async ({ browser }) => {
  const cluster = await clusterName()
  const service = encodeURIComponent(`${cluster}/${place.namespace}/orders`)
  const rita = await signedIn(browser, 'release-manager')
  const petra = await signedIn(browser, 'approver')
  await rita.page.goto(
    `/releases/new?service=${service}&from=v1&to=v2&preset=linear&step=50&bake=5m&approvals=1&check=none&reason=2.4.2`,
  )
  await expect(rita.page.getByTestId('new-reason')).toHaveValue('2.4.2')
  await rita.page.getByTestId('create-and-start').click()
  await rita.page.waitForURL(/\/releases\/[0-9a-f-]{36}/)
  const state = rita.page.getByTestId('release-state')
  await expect(state).toHaveAttribute('data-state', 'awaiting-approval')
  await expect(rita.page.getByTestId('approve')).toHaveAttribute('aria-disabled', 'true')
  await expect(rita.page.getByTestId('approval-block')).toBeVisible()
  await expectAccessible(rita.page, 'a release that waits for approval')

  await petra.page.goto('/')
  await expect(petra.page.getByTestId('waiting-count').first()).toBeVisible()
  const entry = petra.page.getByTestId('waiting').getByRole('listitem').filter({ hasText: place.namespace })
  await expect(entry).toHaveAttribute('data-kind', 'approval')
  await expectAccessible(petra.page, 'the queue of Now')
  await entry.getByRole('link').click()
  await petra.page.getByTestId('approval-reason').fill('looked at the plan')
  await petra.page.getByTestId('approve').click()
  await expect(petra.page.getByTestId('approvals')).toContainText('approved')

  await expect(state).toHaveAttribute('data-state', 'running', { timeout: 30_000 })
  await expect(rita.page.getByTestId('approvals')).toContainText('looked at the plan')
  await abort(rita.page)
  await rita.context.close()
  await petra.context.close()
})
