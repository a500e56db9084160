import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { expectAccessible } from './accessible'
import { choose, openService } from './service-page'
import { signedIn } from './sign-in'

const params = (page: Page) => new URL(page.url()).searchParams
const length = (page: Page) =>
  Date.parse(params(page).get('to') ?? '') - Date.parse(params(page).get('from') ?? '')

test('charts: one cursor, zoom by pointer and by keys, a chosen span, figures as CSV', async ({
  browser,
}) => {
  const { context, page } = await signedIn(browser, 'viewer')
  await openService(page, 'shop', 'frontend')
  const card = page.getByTestId('charts')
  const plot = card.getByTestId('plot-rate')
  await expect(plot).toBeVisible({ timeout: 60_000 })
  await plot.scrollIntoViewIfNeeded()

  await test.step('the cursor stands in all charts, the values of all versions beside it', async () => {
    await plot.hover({ position: { x: 100, y: 60 } })
    await expect(card.getByTestId('chart-tooltip')).toHaveCount(1)
    const table = card.getByTestId('chart-tooltip').locator('tbody tr')
    await expect(table).toContainText(['v1', 'v2'])
    const cursors = await card
      .getByTestId('chart-cursor')
      .evaluateAll((lines) => lines.map((line) => line.style.left))
    expect(cursors.length).toBeGreaterThanOrEqual(3)
    expect(new Set(cursors).size).toBe(1)
  })

  await test.step('dragging chooses a stretch, kept in the address', async () => {
    const box = await plot.boundingBox()
    if (box === null) throw new Error('the plot is not on screen')
    // The newest quarter: a stack that was just started has measured nothing before.
    await page.mouse.move(box.x + box.width * 0.745, box.y + 40)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.99, box.y + 50)
    await page.mouse.up()
    await expect.poll(() => length(page) / 1000).toBeGreaterThan(180)
    expect(length(page) / 1000).toBeLessThan(270)
    await page.reload({ waitUntil: 'commit' })
    await expect(card.getByRole('button', { name: 'Reset zoom' })).toBeVisible({ timeout: 60_000 })
  })

  await test.step('keys do the same', async () => {
    const charts = card.getByRole('group', { name: /^Charts/ })
    await expect(plot).toBeVisible({ timeout: 60_000 })
    await charts.focus()
    await page.keyboard.press('ArrowLeft')
    await expect(card.getByTestId('keyboard-moment')).toContainText('v1')
    const before = length(page)
    await page.keyboard.press('-')
    await expect.poll(() => length(page)).toBeGreaterThan(before)
    await charts.focus()
    await page.keyboard.press('0')
    await expect.poll(() => params(page).has('from')).toBe(false)
  })

  await test.step('a window and a latency are chosen; what cannot be shown is refused', async () => {
    await choose(page, card, 'Window', '1 h')
    await choose(page, card, 'Latency', 'p99')
    await expect(card.getByTestId('chart-latency')).toContainText('p99')
    await expect.poll(() => params(page).get('window')).toBe('1h')
    await card.getByRole('button', { name: 'From–to…' }).click()
    await page.getByLabel('from', { exact: true }).fill('2026-01-01T10:00:00')
    await page.getByLabel('to', { exact: true }).fill('2026-01-03T10:00:00')
    await page.getByRole('button', { name: 'Show' }).click()
    await expect(page.getByRole('alert').filter({ hasText: '24 hours' })).toBeVisible()
    await page.keyboard.press('Escape')
  })

  await test.step('the figures as a file', async () => {
    const download = page.waitForEvent('download')
    await card.getByRole('button', { name: 'More about these charts' }).click()
    await page.getByRole('menuitem', { name: 'Download as CSV' }).click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^shop_frontend_\d{8}T\d{6}Z_\d{8}T\d{6}Z\.csv$/)
    const [head, first] = (await readFile(await file.path(), 'utf8')).split('\r\n')
    expect(head).toMatch(/^time_utc,version,requests_per_second,/)
    expect(first).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z,v\d,/)
  })

  await expectAccessible(page, 'the charts of a service')
  await context.close()
})
