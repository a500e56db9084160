import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import type { GraphDto, MarksDto } from '@/lib/contracts/topology'
import { routeManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import { call, until } from '../support/target'
import { expectAccessible } from './accessible'
import { signedIn } from './sign-in'

test.describe('replay', () => {
  let place: Playground
  let node: string

  test.beforeAll(async () => {
    place = await playground('replay-page')
    await place.runs('web', { v1: { replicas: 1 }, v2: { replicas: 1 } })
    const rule = { name: 'main', route: split('web', { v1: 100, v2: 0 }) }
    await place.apply(routeManifest(place.namespace, 'web', [rule]))
    const web = await place.sees('web')
    await recorded('VirtualService web added')
    await web.setWeights('release-manager', { v1: 80, v2: 20 }, { reason: 'replay' })
    await place.patchRoute('web', [
      { op: 'replace', path: '/spec/http/0/route/0/weight', value: 60 },
      { op: 'replace', path: '/spec/http/0/route/1/weight', value: 40 },
    ])
    await recorded('v1 80 % → 60 %')
    const { body } = await call<GraphDto>('viewer', 'GET', `/topology?namespaces=${place.namespace}`)
    node = body.nodes.find(({ kind, name }) => kind === 'service' && name === 'web')?.id ?? ''
  })

  test.afterAll(async () => {
    await place.remove()
  })

  async function recorded(words: string) {
    const span = { from: ago(15), to: ago(-1), namespaces: place.namespace }
    const path = `/topology/marks?${new URLSearchParams(span).toString()}`
    await until(
      `a mark of ${words}`,
      async () => (await call<MarksDto>('viewer', 'GET', path)).body.items,
      (items) => items.some((mark) => mark.words.startsWith(words)),
    )
  }
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

  const shares = (page: Page) =>
    page.getByTestId('inspector').getByRole('table', { name: 'Split then' }).getByRole('row')
  const expectDesired = async (page: Page, v1: string, v2: string) => {
    await expect(shares(page).filter({ hasText: 'v1' }).getByRole('cell').nth(1)).toHaveText(v1)
    await expect(shares(page).filter({ hasText: 'v2' }).getByRole('cell').nth(1)).toHaveText(v2)
  }
  const percent = (value: number) => `${value}\u202f%`
  const button = (page: Page, name: string | RegExp) =>
    page.getByTestId('replay-bar').getByRole('button', { name })
  const toMark = async (page: Page, words: string) => {
    await button(page, /^Marks/).click()
    await page.getByRole('dialog', { name: 'Marks' }).getByRole('button', { name: words }).click()
    await page.keyboard.press('Escape')
  }

  test('goes to a mark, steps, plays, compares two moments and comes back to now', async ({ browser }) => {
    const { context, page } = await signedIn(browser, 'release-manager', { reducedMotion: 'reduce' })
    await page.goto(`/topology?namespaces=${place.namespace}&selected=${encodeURIComponent(node)}`)
    await page.getByRole('button', { name: 'Replay', exact: true }).click()
    await expect(page.getByTestId('past-banner')).toContainText('The past')

    await test.step('a mark leads to its moment, with the desired shares of then', async () => {
      await toMark(page, 'v1 100 % → 80 %')
      await expectDesired(page, percent(80), percent(20))
      const start = page.getByTestId('inspector').getByRole('button', { name: 'Start a release' })
      await expect(start).toHaveAttribute('aria-disabled', 'true')
      await expect(page.getByTestId('inspector')).toContainText('Only what is now can be changed')
    })
    await expectAccessible(page, 'the past')

    await test.step('steps from mark to mark', async () => {
      await button(page, 'Next mark').click()
      await expectDesired(page, percent(60), percent(40))
      await button(page, 'Previous mark').click()
      await expectDesired(page, percent(80), percent(20))
    })

    await test.step('the keyboard steps by mark and by frame, goes to the ends and plays', async () => {
      const track = page.getByTestId('replay-track')
      const clock = page.getByTestId('replay-clock')
      const moment = async () => Date.parse((await clock.getAttribute('datetime')) ?? '')
      await track.press('Shift+ArrowRight')
      await expectDesired(page, percent(60), percent(40))
      const patched = await moment()
      await track.press('ArrowLeft')
      await expect.poll(moment).toBeLessThan(patched)
      expect(patched - (await moment())).toBeLessThanOrEqual(10_000)
      await track.press('Home')
      const begin = Number(await track.getAttribute('min'))
      await expect.poll(moment).toBe(begin)
      await track.press(' ')
      await expect(button(page, 'Pause')).toBeVisible()
      await expect.poll(moment).toBeGreaterThan(begin + 20_000)
      await track.press(' ')
      await expect(button(page, 'Play')).toBeVisible()
      await track.press('End')
      await expect.poll(moment).toBeGreaterThan(begin + 800_000)
    })

    await test.step('two moments are compared in words', async () => {
      await toMark(page, 'v1 100 % → 80 %')
      await button(page, 'Compare with…').click()
      await page.getByRole('dialog', { name: 'Compare with' }).getByRole('button', { name: /^Pin/ }).click()
      await toMark(page, 'v1 80 % → 60 %')
      const changes = page.getByTestId('compare-changes')
      await expect(changes).toContainText(/[1-9]\d* change/)
      await changes.click()
      const list = page.getByRole('dialog', { name: 'Changes' })
      const line = list.getByRole('button', { name: /desired 80\s% → 60\s%/ })
      await line.click()
      await page.keyboard.press('Escape')
      const facts = page.getByRole('table', { name: 'Before and after' }).getByRole('row')
      await expect(facts.filter({ hasText: 'desired share' })).toContainText(percent(80))
      await expect(facts.filter({ hasText: 'desired share' })).toContainText(percent(60))
      await expectAccessible(page, 'two moments')
    })

    await test.step('the address shows the same again', async () => {
      await page.reload()
      await expect(page.getByTestId('compare-changes')).toContainText(/[1-9]\d* change/)
    })

    await test.step('and now is live', async () => {
      await button(page, 'Back to now').click()
      await expect(page.getByTestId('past-banner')).toHaveCount(0)
      await expect(page.getByTestId('replay-bar')).toHaveCount(0)
      await expect(page).not.toHaveURL(/[?&](at|compare|range)=/)
      await expect(page.getByTestId('data-age')).toBeVisible()
    })
    await context.close()
  })
})
