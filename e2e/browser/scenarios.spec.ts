import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { changesBetween, snapshot } from '../support/cluster'
import { subject, subjectWith } from '../support/service'
import { clusterName } from '../support/target'
import { expectAccessible } from './accessible'
import { choose, openService } from './service-page'
import { signedIn } from './sign-in'

/** Those that pass on the real control plane too, which has no controller of the Gateway API. */
const everywhere = { tag: '@everywhere' }
const VERIFIED = 150_000

async function openTopology(page: Page, namespaces: string, node: string): Promise<void> {
  await page.goto(`/topology?namespaces=${namespaces}`)
  await expect(page.getByTestId(`node-${node}`)).toBeVisible({ timeout: 60_000 })
}

test(
  'A1: nested splits with both external nodes, the inner one moved by keyboard',
  everywhere,
  async ({ browser }) => {
    test.setTimeout(400_000)
    const inner = await subject('demo-a1', 'srv-2')
    await inner.untilWeights({ v1: 70, v2: 30 })
    const before = await snapshot('demo-a1')
    const { page, context } = await signedIn(browser, 'release-manager')

    await openTopology(page, 'demo-a1,istio-system', 'srv-2-v2')
    for (const [edge, desired] of [
      ['srv-1-v2', '10'],
      ['srv-2-v2', '30'],
    ])
      await expect(page.getByTestId(`edge-${edge}`)).toContainText(new RegExp(`${desired}.%.*\\d.% seen`), {
        timeout: 60_000,
      })
    for (const host of ['ledger-db.example.com', 'api.rates.example.com'])
      await expect(page.locator(`[data-testid^="node-${host}"]`)).toContainText('external')
    await expectAccessible(page, 'the topology of demo-a1')

    const view = await openService(page, 'demo-a1', 'srv-2')
    const rule = view.rule()
    try {
      await view.move(rule, ['Shift+ArrowLeft', 'Shift+ArrowLeft'], /v2 30.% → 50.%/)
      await view.untilVerified(rule)
      await view.move(rule, ['Shift+ArrowRight', 'Shift+ArrowRight'], /v2 50.% → 30.%/)
      await view.untilVerified(rule)
    } finally {
      if (changesBetween(before, await snapshot('demo-a1')).length > 0)
        await inner.setWeights('release-manager', { v1: 70, v2: 30 })
    }
    expect(changesBetween(before, await snapshot('demo-a1'))).toEqual([])
    await expectAccessible(page, 'srv-2')
    await context.close()
  },
)

test('A3: the mistakes are listed, lead to their service, and stop a release', async ({ browser }) => {
  const { page, context } = await signedIn(browser, 'release-manager')
  await page.goto('/findings?namespace=mistakes')
  const finding = (code: string) => page.locator(`[data-finding="${code}"]`).first()
  for (const code of [
    'weights-all-zero',
    'subset-without-pods',
    'destination-host-missing',
    'pods-without-sidecar',
    'two-routes-one-host',
    'mirror-to-nowhere',
    'hpa-fights-split',
    'no-readiness-probe',
    'weights-not-100',
  ])
    await expect(finding(code)).toBeVisible({ timeout: 60_000 })
  await expect(finding('weights-all-zero')).toContainText('To do:')
  await expectAccessible(page, 'the findings')

  await choose(page, page, 'Severity', 'blocking')
  await expect(page).toHaveURL(/severity=blocking/)
  await expect(page.getByTestId('findings-blocking')).toBeVisible()
  await expect(page.getByTestId('findings-warning')).toHaveCount(0)
  await expect(page.getByTestId('findings-hint')).toHaveCount(0)

  await finding('weights-all-zero').getByRole('link').first().click()
  await page.waitForURL(/\/mistakes\/all-weights-zero$/)
  await expect(finding('weights-all-zero')).toContainText('is zero')
  await expect(page.getByTestId('disabled-reason').first()).toContainText('Cut over to a version instead')
  await expectAccessible(page, 'all-weights-zero')

  const service = encodeURIComponent(`${await clusterName()}/mistakes/host-missing`)
  await page.goto(`/releases/new?service=${service}&from=v1&to=v2&preset=linear`)
  const start = page.getByTestId('create-and-start')
  await expect(start).toHaveAttribute('aria-disabled', 'true')
  await expect(start).toHaveAccessibleDescription(/blocking finding stands in the way/, { timeout: 30_000 })
  await expect(page.getByText('sends to host-missing-v3, which does not exist')).toBeVisible()
  await expectAccessible(page, 'a release that cannot start')
  await context.close()
})

test(
  'A4: blue-green, cut over and back in one move each; 25/75 is verified',
  everywhere,
  async ({ browser }) => {
    test.setTimeout(500_000)
    const landing = await subject('blue-green', 'landing')
    await landing.untilWeights({ blue: 100, green: 0 })
    const before = await snapshot('blue-green')
    const { page, context } = await signedIn(browser, 'release-manager')
    const view = await openService(page, 'blue-green', 'landing')
    const rule = view.rule()
    const cutOver = async (to: string) => {
      await page.getByTestId(`cut-over-${to}`).click()
      await expect(page.getByRole('dialog').getByRole('list', { name: 'The patch' })).toContainText('weight')
      await view.confirm()
      await expect(rule.getByTestId(`split-input-${to}`)).toHaveValue('100')
    }
    const observed = async (words: RegExp) => {
      await expect(rule).toContainText(words, { timeout: VERIFIED })
      await expect(rule.getByTestId('verification')).toHaveAttribute('data-state', 'verified', {
        timeout: VERIFIED,
      })
    }
    try {
      await expect(page.getByTestId('route-facts')).toContainText('Load balancing: least request')
      await expectAccessible(page, 'landing')
      await cutOver('green')
      await observed(/observed green\s*(99\.\d|100).%/)
      await cutOver('blue')
      await observed(/observed green\s*0(\.\d)?.%/)

      await rule.getByTestId('split-input-green').fill('75')
      await expect(rule.getByTestId('change-words')).toHaveText(/green 0.% → 75.%/)
      await rule.getByTestId('apply').click()
      await view.untilVerified(rule)
      await observed(/observed green\s*7\d(\.\d)?.%/)
      await cutOver('blue')
    } finally {
      if (changesBetween(before, await snapshot('blue-green')).length > 0)
        await landing.setWeights('release-manager', { blue: 100, green: 0 })
    }
    expect(changesBetween(before, await snapshot('blue-green'))).toEqual([])
    await context.close()
  },
)

test(
  'A5 (i): testers are pinned by a cookie, after a look at the patch, and let go',
  everywhere,
  async ({ browser }) => {
    await subjectWith('bazaar', 'stall', 'v2')
    const before = await snapshot('bazaar')
    const { page, context } = await signedIn(browser, 'release-manager')
    const view = await openService(page, 'bazaar', 'stall')
    await page.getByTestId('match-start').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByTestId('match-name').fill('beta')
    await choose(page, dialog, 'To', 'v2')
    await choose(page, dialog, 'If', 'cookie')
    await dialog.getByTestId('match-name-0').fill('beta')
    await dialog.getByTestId('match-value-0').fill('true')
    await expect(dialog.getByRole('list', { name: 'The patch' })).toContainText(/Cookie.*beta=true/)
    await expectAccessible(page, 'the dialog of a match')
    expect(changesBetween(before, await snapshot('bazaar'))).toEqual([])
    await view.confirm()

    const made = view.rule('Match beta')
    await expect(made).toContainText('cookie beta is true')
    await expect(made).toContainText(/v2\s*100.%/)
    expect(changesBetween(before, await snapshot('bazaar'))).toEqual(['IngressRoute/stall/spec/routes/1'])
    await made.getByTestId('match-remove').click()
    await view.confirm()
    await expect(made).toHaveCount(0)
    expect(changesBetween(before, await snapshot('bazaar'))).toEqual([])
    await context.close()
  },
)

test(
  'A5 (ii): a service beside the versions keeps its share while they move',
  everywhere,
  async ({ browser }) => {
    const mix = await subjectWith('bazaar', 'legacy-mix', 'v2')
    await mix.untilWeights({ v1: 5, v2: 5 })
    const before = await snapshot('bazaar')
    const { page, context } = await signedIn(browser, 'release-manager')
    const view = await openService(page, 'bazaar', 'legacy-mix')
    const rule = view.rule()
    const inputs = rule.locator('label')
    await expect(inputs).toHaveText([/^v1of 11 · 45\.5.%$/, /^v2of 11 · 45\.5.%$/, /of 11 · 9\.1.%$/])
    const beside = rule.getByRole('button', { name: /^Lock / })
    await expect(beside.nth(2)).toHaveAttribute('aria-pressed', 'true')
    await expect(inputs.nth(2).locator('input')).toBeDisabled()
    await expect(page.getByTestId('route-facts')).toContainText('is outside of the cluster')
    await expectAccessible(page, 'legacy-mix')
    try {
      await view.move(rule, ['ArrowLeft'], /v1 45\.5.% → 36\.4.%, v2 45\.5.% → 54\.5.%$/)
      await expect(inputs.nth(2).locator('input')).toHaveValue('1')
      expect(changesBetween(before, await snapshot('bazaar'))).toEqual([
        'TraefikService/legacy-mix/spec/weighted/services/0/weight',
        'TraefikService/legacy-mix/spec/weighted/services/1/weight',
      ])
      await view.move(rule, ['ArrowRight'], /v1 36\.4.% → 45\.5.%, v2 54\.5.% → 45\.5.%$/)
    } finally {
      if (changesBetween(before, await snapshot('bazaar')).length > 0)
        await mix.setWeights('release-manager', { v1: 5, v2: 5 })
    }
    expect(changesBetween(before, await snapshot('bazaar'))).toEqual([])
    await context.close()
  },
)

test('A5 (iii): the host of the canary is a rule of its own', everywhere, async ({ browser }) => {
  const { page, context } = await signedIn(browser, 'release-manager')
  const view = await openService(page, 'bazaar', 'lantern')
  const own = view.rule('for host is canary.lantern.bazaar.example')
  await expect(own).toContainText('Everything to v2')
  await expect(own).toContainText(/v2\s*100.%/)
  await expect(own.getByTestId('split-handle-0')).toHaveCount(0)
  await expect(view.rule('cookie beta is true')).toContainText('Priority 100')
  await expect(page.getByTestId('route')).not.toContainText('r~')
  await expectAccessible(page, 'lantern')
  await context.close()
})

test('A5 (iv): sticky sessions cannot be verified, why, and pinning instead', async ({ browser }) => {
  const { page, context } = await signedIn(browser, 'release-manager')
  const view = await openService(page, 'bazaar', 'badge')
  const rule = view.rule()
  await expect(rule.getByTestId('verification')).toHaveText(/cannot be verified/, { timeout: 60_000 })
  await expect(rule.getByTestId('verification-reason')).toContainText('keep the version that they got first')
  await expect(rule.getByTestId('sticky-note')).toContainText('Whom a random canary gets is chance')
  await expect(page.locator('[data-finding="sticky-canary"]')).toContainText('Pin users who agreed')
  await rule.getByTestId('pin-testers').click()
  await expect(page.getByRole('dialog').getByRole('combobox', { name: 'If' })).toContainText('cookie')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expectAccessible(page, 'badge')
  await context.close()
})

test('A5 (vi): an autoscaler owns the pods; a refusal names the command that pins it', async ({
  browser,
}) => {
  const { page, context } = await signedIn(browser, 'release-manager')
  await openService(page, 'kiosk', 'snack')
  const facts = page.getByTestId('route-facts')
  await expect(facts).toContainText('HorizontalPodAutoscaler snack-v1 keeps snack-v1 between 4 and 8 pods')
  await expect(page.locator('[data-finding="hpa-fights-split"]')).toBeVisible()
  await page.getByTestId('scale-v1').click()
  await page.getByTestId('scale-replicas').fill('2')
  const problem = page.getByRole('dialog').getByTestId('problem')
  await expect(problem).toContainText('would not leave it at 2')
  await expect(problem).toContainText('kubectl patch hpa snack-v1 -n kiosk')
  await expectAccessible(page, 'the refusal of the autoscaler')
  await context.close()
})

test(
  'A6: the gateway calls the frontend, whose split is drawn and can be moved',
  everywhere,
  async ({ browser }) => {
    await (await subject('shop', 'frontend')).untilWeights({ v1: 90, v2: 10 })
    const before = await snapshot('shop')
    const { page, context } = await signedIn(browser, 'release-manager')
    // Gone to, it is close enough for its edges to have words.
    await openTopology(page, 'shop,istio-system&find=frontend', 'frontend-v2')
    await expect(page.getByTestId('node-istio-ingressgateway')).toContainText('gateway')
    await expect(page.getByTestId('edge-istio-ingressgateway-frontend')).toBeAttached()
    await expect(page.getByTestId('edge-frontend-v2')).toContainText(/10.%/)
    await expectAccessible(page, 'the topology of shop')

    const view = await openService(page, 'shop', 'frontend')
    const rule = view.rule()
    await expect(rule).toContainText(/v1\s*90.%/)
    await expect(rule.getByTestId('split-handle-0')).toHaveAttribute('aria-disabled', 'false')
    await rule.getByTestId('split-handle-0').focus()
    await page.keyboard.press('Home')
    await expect(rule.getByTestId('change-words')).toHaveText(/v2 10.% → 100.%/)
    await expect(rule.getByRole('list', { name: 'The patch' })).toContainText('weight')
    await page.keyboard.press('Escape')
    await expect(rule.getByTestId('tray')).toHaveCount(0)

    await page.getByRole('tab', { name: 'Routes and rules' }).click()
    await expect(page.getByText('gateway istio-system/shop-gateway')).toBeVisible()
    await expectAccessible(page, 'the routes of frontend')
    expect(changesBetween(before, await snapshot('shop'))).toEqual([])
    await context.close()
  },
)
