import { expect, test } from '@playwright/test'
import { changesBetween, snapshot } from '../support/cluster'
import { subjectWith } from '../support/service'
import { kubectl } from '../support/target'
import { expectAccessible } from './accessible'
import { choose, openService } from './service-page'
import { signedIn } from './sign-in'

interface Plane {
  name: string
  namespace: string
  service: string
  start: Record<string, number>
  /** Keys on the boundary, there and back, and what the tray then says. */
  there: { keys: string[]; words: RegExp }
  back: { keys: string[]; words: RegExp }
  moves: RegExp
  /** Beside the weight of v1 at the start. */
  scale: string
}

const planes: Plane[] = [
  {
    name: 'the Gateway API',
    namespace: 'market',
    service: 'basket',
    start: { v1: 90, v2: 10 },
    there: { keys: ['Shift+ArrowLeft'], words: /v2 10.% → 20.%, about \d+ of \d+ requests a second/ },
    back: { keys: ['Shift+ArrowRight'], words: /v2 20.% → 10.%/ },
    moves: /^HTTPRoute\/basket\/spec\/rules\/0\/backendRefs\/[01]\/weight$/,
    scale: '%',
  },
  {
    name: 'Traefik',
    namespace: 'bazaar',
    service: 'stall',
    start: { v1: 90, v2: 10 },
    there: { keys: ['Shift+ArrowLeft', 'ArrowRight'], words: /v2 10.% → 19.%/ },
    back: { keys: ['ArrowLeft', 'Shift+ArrowRight'], words: /v2 19.% → 10.%/ },
    moves: /^(TraefikService|IngressRoute)\/.*\/weight$/,
    scale: '%',
  },
  {
    name: 'plain Kubernetes',
    namespace: 'kiosk',
    service: 'ticket',
    start: { v1: 8, v2: 2 },
    there: { keys: ['ArrowLeft'], words: /v2 20.% → 30.%/ },
    back: { keys: ['ArrowRight'], words: /v2 30.% → 20.%/ },
    moves: /^Deployment\/ticket-v[12]\/spec\/replicas$/,
    scale: 'of 10 pods · 80\u202f%',
  },
]

for (const plane of planes)
  test(`a split of ${plane.name} is moved by keyboard, verified, and moved back`, async ({ browser }) => {
    test.setTimeout(400_000)
    const subject = await subjectWith(plane.namespace, plane.service, 'v2')
    await subject.untilWeights(plane.start)
    const before = await snapshot(plane.namespace)
    const { page, context } = await signedIn(browser, 'release-manager')
    try {
      const view = await openService(page, plane.namespace, plane.service)
      const rule = view.rule()
      await expect(rule).not.toContainText('r~')
      await expect(rule.locator('label').first()).toContainText(plane.scale)
      await expectAccessible(page, plane.service)

      await view.move(rule, plane.there.keys, plane.there.words)
      await view.untilVerified(rule)
      const changed = changesBetween(before, await snapshot(plane.namespace))
      expect(changed).toHaveLength(2)
      for (const each of changed) expect(each).toMatch(plane.moves)

      await view.move(rule, plane.back.keys, plane.back.words)
      await view.untilVerified(rule)
    } finally {
      if (changesBetween(before, await snapshot(plane.namespace)).length > 0)
        await subject.setWeights('release-manager', plane.start)
    }
    expect(changesBetween(before, await snapshot(plane.namespace))).toEqual([])
    await context.close()
  })

test('what a data plane cannot do is said, with the reason', async ({ browser }) => {
  const { page, context } = await signedIn(browser, 'release-manager')
  for (const [namespace, service, lacking] of [
    ['bazaar', 'stall', /Faults.*Traefik can neither delay nor abort requests/],
    ['market', 'basket', /Faults.*has no filter for delays or aborts/],
    ['kiosk', 'ticket', /Mirror.*cannot copy requests/],
  ] as const) {
    await openService(page, namespace, service)
    await page.getByText('What this data plane cannot do here').click()
    await expect(page.getByTestId('lacking')).toContainText(lacking)
    await expect(page.getByTestId('fault-start')).toHaveCount(0)
  }
  await expect(page.getByTestId('mirror-start')).toHaveCount(0)
  await expect(page.getByTestId('match-start')).toHaveCount(0)
  await openService(page, 'bazaar', 'catalog')
  await page.getByText('What this data plane cannot do here').click()
  await expect(page.getByTestId('lacking')).toContainText('does not list HTTPRouteRequestMirror')
  await expectAccessible(page, 'catalog with what it lacks')
  await context.close()
})

test('a route of another controller is locked, and says whose it is', async ({ browser }) => {
  const { page, context } = await signedIn(browser, 'release-manager')
  const view = await openService(page, 'owned', 'by-argo-rollouts')
  const rule = view.rule()
  await expect(rule.getByTestId('disabled-reason')).toContainText('Argo Rollouts drives this route')
  await expect(rule.getByTestId('split-handle-0')).toHaveAttribute('aria-disabled', 'true')
  await expect(rule.getByTestId('mirror-start')).toBeDisabled()
  await expect(page.getByTestId('owner')).toContainText('driven by Argo Rollouts')
  await expectAccessible(page, 'by-argo-rollouts')
  await context.close()
})

test('a service without a route gets one after a look at its YAML, and loses it again', async ({
  browser,
}) => {
  const namespace = 'kiosk'
  const before = await snapshot(namespace)
  const manager = await signedIn(browser, 'release-manager')
  await openService(manager.page, namespace, 'poster')
  await expect(manager.page.getByTestId('make-route')).toBeDisabled()
  await expect(manager.page.getByTestId('disabled-reason').last()).toContainText(/\w+/)
  await manager.context.close()

  const { page, context } = await signedIn(browser, 'admin')
  const view = await openService(page, namespace, 'poster')
  await page.getByTestId('make-route').click()
  const dialog = page.getByRole('dialog')
  await choose(page, dialog, 'Data plane', 'Istio')
  const yaml = dialog.getByTestId('new-objects')
  for (const words of ['kind: VirtualService', 'app.kubernetes.io/managed-by: aviary', 'weight: 100'])
    await expect(yaml).toContainText(words)
  await expectAccessible(page, 'the dialog of a new route')
  expect(changesBetween(before, await snapshot(namespace))).toEqual([])
  await view.confirm()

  try {
    await expect(page.getByTestId('route').first()).toContainText('VirtualService poster')
    const made = changesBetween(before, await snapshot(namespace))
    expect(made).toContain('VirtualService/poster')
    await page.getByTestId('route-remove').click()
    await expect(dialog).toContainText('is deleted')
    await view.confirm()
  } finally {
    if (changesBetween(before, await snapshot(namespace)).length > 0)
      await kubectl(
        'delete',
        'virtualservice,destinationrule',
        'poster',
        '-n',
        namespace,
        '--ignore-not-found',
      )
  }
  await expect(page.getByTestId('make-route')).toBeVisible()
  expect(changesBetween(before, await snapshot(namespace))).toEqual([])
  await context.close()
})

test('a route that Argo Rollouts drives is moved against it only by who may, and with a reason', async ({
  browser,
}) => {
  const [namespace, name] = ['owned', 'by-argo-rollouts']
  const before = await snapshot(namespace)
  const manager = await signedIn(browser, 'release-manager')
  const seen = await openService(manager.page, namespace, name)
  await expect(manager.page.getByTestId('override-reason')).toContainText('permission override')
  await expect(manager.page.getByTestId('override-switch')).toHaveCount(0)
  await expect(seen.rule().getByTestId('split-handle-0')).toHaveAttribute('aria-disabled', 'true')
  await manager.context.close()

  const { page, context } = await signedIn(browser, 'admin')
  const view = await openService(page, namespace, name)
  await page.getByTestId('override-switch').click()
  await expect(page.getByTestId('override')).toContainText('may put it back')
  const rule = view.rule()
  const handle = rule.getByTestId('split-handle-0')
  await expect(handle).toHaveAttribute('aria-disabled', 'false')
  await handle.focus()
  await page.keyboard.press('Shift+ArrowLeft')
  await expect(rule.getByRole('list', { name: 'The patch' })).toBeVisible()
  await expect(rule.getByTestId('blocked-reason')).toContainText('Argo Rollouts')
  await expect(rule.getByTestId('apply')).toBeDisabled()
  await rule.getByTestId('reason').fill('the controller is stuck')
  await expect(rule.getByTestId('apply')).toBeEnabled()
  await expectAccessible(page, 'an overridden route')
  await rule.getByTestId('discard').click()
  await expect(rule.getByTestId('tray')).toHaveCount(0)
  expect(changesBetween(before, await snapshot(namespace))).toEqual([])
  await context.close()
})
