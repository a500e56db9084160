import { expect, test } from '@playwright/test'
import { subject } from '../support/service'
import { clusterName, kubectl, kubectlWeights } from '../support/target'
import { abortByKeys } from './abort-by-keys'
import { expectNothingFound } from './accessible'
import { openService } from './service-page'
import { signedIn } from './sign-in'

test('a release manager moves a canary from 0 to abort, and an auditor reads who did it', async ({
  browser,
}) => {
  const cluster = await clusterName()
  test.setTimeout(400_000)
  const checkout = await subject('shop', 'checkout')
  await kubectlWeights('shop', 'checkout', [100, 0])
  await checkout.untilWeights({ v1: 100, v2: 0 })
  const { page, context } = await signedIn(browser, 'release-manager')

  await test.step('the topology shows checkout with v1 and v2', async () => {
    await page.goto('/topology?namespaces=shop')
    await expect(page.getByTestId('node-checkout-v1')).toBeVisible({ timeout: 60_000 })
    await expect(page.getByTestId('node-checkout-v2')).toBeVisible()
  })

  await test.step('ten percent by keyboard, applied and verified', async () => {
    const view = await openService(page, 'shop', 'checkout')
    const rule = view.rule()
    await view.move(rule, ['Shift+ArrowLeft'], /v2 0.% → 10.%/)
    await view.untilVerified(rule)
    const spec = JSON.parse(
      await kubectl('get', 'virtualservice', 'checkout', '-n', 'shop', '-o', 'json'),
    ) as { spec: { http: { route: { weight: number }[] }[] } }
    expect(spec.spec.http[0]?.route.map(({ weight }) => weight)).toEqual([90, 10])
  })

  await test.step('a change by kubectl shows up by itself, with its writer', async () => {
    await kubectlWeights('shop', 'checkout', [85, 15])
    await expect(page.getByTestId('writer').first()).toContainText('kubectl')
    await kubectlWeights('shop', 'checkout', [100, 0])
    // A move that is asked for on what was there before would be a conflict.
    await checkout.untilWeights({ v1: 100, v2: 0 })
  })

  await test.step('mirror on and off', async () => {
    const view = await openService(page, 'shop', 'checkout')
    await page.getByTestId('mirror-start').first().click()
    await view.confirm()
    await page.getByTestId('mirror-stop').first().click()
    await view.confirm()
    await expect(page.getByTestId('mirror-start').first()).toBeEnabled()
  })

  await test.step('a linear release, promoted twice and aborted', async () => {
    await page.goto(
      `/releases/new?service=${encodeURIComponent(`${cluster}/shop/checkout`)}&from=v1&to=v2&preset=linear&step=20&bake=10m`,
    )
    await page.getByTestId('create-and-start').click()
    await page.waitForURL(/\/releases\/[0-9a-f-]{36}/)
    await expect(page.getByTestId('release-state')).toContainText(/running/i)
    const promote = page.getByTestId('promote')
    for (const percent of [40, 60]) {
      await expect(promote).toContainText(`${percent} %`, { timeout: 30_000 })
      await promote.click()
      // Without a verdict that passes, somebody has to say why it may go on.
      const reason = page.getByTestId('reason')
      await expect(reason.or(promote.filter({ hasText: `${percent + 20} %` }))).toBeVisible({
        timeout: 30_000,
      })
      if (await reason.isVisible()) {
        await reason.fill('looks good')
        await page.getByTestId('confirm').click()
        await expect(page.getByRole('dialog')).toHaveCount(0)
      }
    }
    await expect(promote).toContainText('80 %', { timeout: 30_000 })
    await abortByKeys(page)
    await expect(page.getByTestId('release-state')).toContainText(/aborted/i, { timeout: 30_000 })
  })
  await context.close()

  await test.step('the auditor finds each step and a whole chain', async () => {
    const auditor = await signedIn(browser, 'auditor')
    await auditor.page.goto('/audit')
    const table = auditor.page.getByTestId('audit-table')
    await expect(table).toContainText(/abort/i)
    await expect(table).toContainText(/promote/i)
    await auditor.page.getByTestId('audit-verify').click()
    await expect(auditor.page.getByTestId('audit-verified')).toContainText(/whole/i)
    await auditor.context.close()
  })

  await test.step('a viewer sees disabled controls with the reason', async () => {
    const viewer = await signedIn(browser, 'viewer')
    await openService(viewer.page, 'shop', 'checkout')
    await expect(viewer.page.getByTestId('disabled-reason').first()).toBeVisible()
    await viewer.context.close()
  })
})

test('signs out, and the pages are closed again', async ({ browser }) => {
  const { page, context } = await signedIn(browser, 'viewer')
  await page
    .getByRole('button', { name: /account|vera|viewer/i })
    .first()
    .click()
  await page.getByRole('menuitem', { name: /sign out/i }).click()
  await page.waitForURL(/signin/)
  await page.goto('/services')
  await page.waitForURL(/signin/)
  await context.close()
})

const pages = [
  '/',
  '/topology?namespaces=shop',
  '/services',
  '/releases',
  '/releases/new',
  '/findings',
  '/audit',
  '/settings',
  '/settings?tab=sessions',
  '/settings?tab=tokens',
  '/settings?tab=rules',
  '/docs/api',
  '/docs/errors',
]
for (const theme of ['dark', 'light'] as const)
  test(`axe finds nothing on any page, ${theme}`, async ({ browser }) => {
    test.setTimeout(400_000)
    const options = { colorScheme: theme, reducedMotion: 'reduce' } as const
    const { page, context } = await signedIn(browser, 'admin', options)
    const cluster = await clusterName()
    for (const path of [...pages, `/services/${cluster}/shop/checkout`])
      await test.step(path, async () => {
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await page.waitForLoadState('load')
        await expectNothingFound(page, path)
      })
    await context.close()
  })
