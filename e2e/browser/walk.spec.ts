import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { clusterName, kubectl, kubectlWeights } from '../support/target'
import { signedIn } from './sign-in'

async function hold(page: Page, testId: string): Promise<void> {
  const button = page.getByTestId(testId).first()
  await button.focus()
  await page.keyboard.press('a')
  await page.keyboard.press('Enter')
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
  ).toEqual([])
}

test('a release manager moves a canary from 0 to abort, and an auditor reads who did it', async ({
  browser,
}) => {
  const cluster = await clusterName()
  await kubectlWeights('shop', 'checkout', [100, 0])
  const { page, context } = await signedIn(browser, 'release-manager')

  await test.step('the topology shows checkout with v1 and v2', async () => {
    await page.goto('/topology?namespaces=shop')
    await expect(page.getByTestId('node-checkout-v1')).toBeVisible({ timeout: 60_000 })
    await expect(page.getByTestId('node-checkout-v2')).toBeVisible()
  })

  const service = `/services/${cluster}/shop/checkout`
  await test.step('ten percent by keyboard, applied and verified', async () => {
    await page.goto(service)
    const bar = page.getByTestId('split-bar').first()
    await expect(bar).toBeVisible()
    await page.getByTestId('split-handle-0').first().focus()
    await page.keyboard.press('Shift+ArrowLeft')
    await expect(page.getByTestId('tray')).toContainText('10')
    await page.getByTestId('apply').click()
    await expect(page.getByTestId('tick-applied')).toBeVisible()
    await expect(page.getByTestId('verification').first()).toContainText('verified', { timeout: 120_000 })
    const spec = JSON.parse(
      await kubectl('get', 'virtualservice', 'checkout', '-n', 'shop', '-o', 'json'),
    ) as { spec: { http: { route: { weight: number }[] }[] } }
    expect(spec.spec.http[0]?.route.map(({ weight }) => weight)).toEqual([90, 10])
  })

  await test.step('a change by kubectl shows up by itself, with its writer', async () => {
    await kubectlWeights('shop', 'checkout', [85, 15])
    await expect(page.getByTestId('writer').first()).toContainText('kubectl', { timeout: 10_000 })
    await kubectlWeights('shop', 'checkout', [100, 0])
  })

  await test.step('mirror on and off', async () => {
    await page.reload()
    await page.getByTestId('mirror-start').first().click()
    const confirm = page.getByTestId('confirm-move')
    await confirm.click()
    await expect(page.getByTestId('mirror-stop').first()).toBeVisible()
    await page.getByTestId('mirror-stop').first().click()
    if (await confirm.isVisible()) await confirm.click()
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
      }
    }
    await expect(promote).toContainText('80 %', { timeout: 30_000 })
    await hold(page, 'abort')
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
    await viewer.page.goto(service)
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
  '/docs/api',
  '/docs/errors',
]
for (const theme of ['dark', 'light'] as const)
  test(`axe finds nothing on any page, ${theme}`, async ({ browser }) => {
    const { page, context } = await signedIn(browser, 'admin', { colorScheme: theme })
    const cluster = await clusterName()
    for (const path of [...pages, `/services/${cluster}/shop/checkout`])
      await test.step(path, async () => {
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await page.waitForLoadState('load')
        await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
        await expectAccessible(page)
      })
    await context.close()
  })
