import type { BrowserContext, Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { expectAccessible, expectNothingFound } from './accessible'
import { signedIn } from './sign-in'

/** Services that the sandbox always has, whatever was moved or released in it before. */
const SHOP = '/topology?namespaces=shop'

let context: BrowserContext
let page: Page

test.beforeAll(async ({ browser }) => {
  const session = await signedIn(browser, 'viewer', {
    reducedMotion: 'reduce',
    viewport: { width: 1440, height: 900 },
  })
  context = session.context
  page = session.page
})
test.afterAll(async () => {
  await context.close()
})

const node = (slug: string) => page.getByTestId(`node-${slug}`)
const find = () => page.getByRole('combobox', { name: 'Find in the graph' })
const hide = () => page.getByRole('combobox', { name: 'Hide from the graph' })
const inspector = () => page.getByTestId('inspector')
const parameter = (name: string) => new URL(page.url()).searchParams.get(name)

async function open(search: string, slug = 'checkout'): Promise<void> {
  await page.goto(search)
  await expect(node(slug)).toBeVisible({ timeout: 60_000 })
}

test('levels change what a node stands for, and land in the address', async () => {
  await open(SHOP)
  await expect(node('checkout-v1')).toBeVisible()
  await page.getByRole('combobox', { name: 'Level' }).click()
  await page.getByRole('option', { name: 'Services' }).click()
  await expect(node('checkout-v1')).toBeHidden()
  await expect(node('checkout')).toBeVisible()
  expect(parameter('level')).toBe('service')
})

test('boxes of namespaces fold into one node and unfold again', async () => {
  await open('/topology?namespaces=shop,demo-a1')
  await expect(page.getByTestId('area-namespace-shop')).toBeVisible()
  await page.getByRole('button', { name: 'Fold namespace demo-a1', includeHidden: true }).click()
  await expect(page.getByTestId('area-namespace-demo-a1')).toBeHidden()
  await expect(node('demo-a1')).toContainText('namespace')
  expect(parameter('closed')).toContain('demo-a1')
  await node('demo-a1').dblclick()
  await expect(page.getByTestId('area-namespace-demo-a1')).toBeVisible()

  await page.getByRole('button', { name: 'Display' }).click()
  await page.getByRole('checkbox', { name: 'namespaces' }).uncheck()
  await expect(page.getByTestId('area-namespace-shop')).toBeHidden()
  await page.getByRole('checkbox', { name: 'services' }).uncheck()
  await expect(node('checkout')).toContainText('2 versions')
  expect(parameter('boxes')).toBe('cluster')
  await page.keyboard.press('Escape')
})

test('find completes, says what is wrong, and steps through what it finds', async () => {
  await open(SHOP)
  await page.keyboard.press('/')
  await expect(find()).toBeFocused()
  await page.keyboard.type('servi')
  await expect(page.getByRole('option', { name: /service:/ })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(find()).toHaveValue('service:')
  await page.keyboard.type('check')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(find()).toHaveValue('service:checkout ')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('find-count')).toContainText(/1 of \d/)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('find-count')).toContainText(/2 of \d/)
  await page.keyboard.press('Shift+Enter')
  await expect(page.getByTestId('find-count')).toContainText(/1 of \d/)
  await page.keyboard.press('Control+Enter')
  await expect(inspector()).toContainText('checkout')

  await find().fill('nonsense>3')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('find-problem')).toContainText('There is no field “nonsense”')
  await expect(find()).toHaveAttribute('aria-invalid', 'true')
  await expectNothingFound(page, 'a wrong expression')
})

test('hide takes nodes out, and nothing else moves', async () => {
  await open(SHOP)
  const before = await node('payments').boundingBox()
  await hide().fill('service:checkout')
  await page.keyboard.press('Enter')
  await expect(node('checkout')).toBeHidden()
  await expect(page.getByTestId('hide-count')).toContainText(/[1-9]\d* hidden/)
  expect(await node('payments').boundingBox()).toEqual(before)
  expect(parameter('hide')).toBe('service:checkout')
  await hide().fill('')
  await expect(node('checkout')).toBeVisible()
})

test('labels are chosen, and what is measured on demand is asked for', async () => {
  await open(`${SHOP}&hide=not (service:checkout or kind:gateway or service:frontend)`)
  const asked = page.waitForRequest((request) => request.url().endsWith('/topology/figures'))
  await page.getByRole('button', { name: 'Display' }).click()
  await page.getByRole('radio', { name: 'p95' }).check()
  const body: unknown = (await asked).postDataJSON()
  expect(body).toMatchObject({ level: 'versioned-app', window: '1m' })
  expect(parameter('labels')?.split(',')).toContain('p95')
  await expectNothingFound(page, 'the display menu')
  await page.getByRole('checkbox', { name: 'protocol' }).check()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('edge-frontend-v1-checkout')).toContainText(/http|grpc/)
})

test('arrow keys walk from node to node, and Enter opens the inspector', async () => {
  await open(SHOP)
  await page.locator('.react-flow').focus()
  await page.keyboard.press('ArrowRight')
  const first = page.locator('.react-flow__node:focus')
  await expect(first).toHaveCount(1)
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowRight')
  await expect(page.locator('.react-flow__node:focus')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(inspector()).toBeVisible()
  await expect(page.locator('.react-flow__node:focus')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(inspector()).toBeHidden()
})

test('the list says the same in tables that can be sorted', async () => {
  await open(SHOP)
  await page.keyboard.press('l')
  const nodes = page.getByRole('table', { name: 'Services and versions' })
  await expect(nodes.getByRole('button', { name: 'checkout v1', exact: true })).toBeVisible()
  await nodes.getByRole('button', { name: 'rps in' }).click()
  await expect(nodes.getByRole('columnheader', { name: /rps in/ })).toHaveAttribute('aria-sort', 'descending')
  await page.getByRole('table', { name: 'Traffic between them' }).getByRole('button').nth(12).click()
  await expect(inspector()).toContainText('Traffic')
  await expectAccessible(page, 'the list')
})

test('the address brings the same view back', async () => {
  const search = `${SHOP}&level=service&labels=rate,protocol&find=service:checkout&hide=kind:external&idle=hide&as=list`
  await page.goto(search)
  await expect(page.getByTestId('topology-list')).toBeVisible({ timeout: 60_000 })
  await expect(find()).toHaveValue('service:checkout')
  await expect(hide()).toHaveValue('kind:external')
  await expect(page.getByTestId('find-count')).toContainText('1')
  await page.keyboard.press('l')
  await expect(node('checkout')).toBeVisible()
  expect(parameter('labels')).toBe('rate,protocol')

  // Other pages link with a bare name: the service is gone to and opened.
  await page.goto(`${SHOP}&find=payments`)
  await expect(inspector()).toContainText('payments', { timeout: 60_000 })
})

test('axe finds nothing, with menus closed and open', async () => {
  await open(`${SHOP}&find=service:checkout`)
  await expectAccessible(page, 'the graph')
  await page.getByRole('button', { name: 'Legend' }).click()
  await expectNothingFound(page, 'the legend')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'What find understands' }).click()
  await expectNothingFound(page, 'the help')
})

test('a phone looks and finds, and nothing overflows', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await open(SHOP, 'checkout-v1')
  await expect(hide()).toBeHidden()
  await page.getByRole('button', { name: 'View', exact: true }).click()
  await expect(page.getByRole('dialog').getByRole('combobox', { name: 'Hide from the graph' })).toBeVisible()
  await expectNothingFound(page, 'the sheet')
  await page.keyboard.press('Escape')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})
