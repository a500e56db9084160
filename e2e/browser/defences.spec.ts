import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { webAlone } from '../support/drafts'
import { appUrl, kubectl, user } from '../support/target'
import { signedIn } from './sign-in'

const script = `"><img src=x onerror="window.taken=1"><script>window.taken=1</script><svg onload="window.taken=1">`
const odd = `it's "odd" \u202e{}\\ 🐦 __proto__`

/** Texts of violations of the page's policy, from now on. */
async function violations(page: Page): Promise<string[]> {
  const found: string[] = []
  await page.exposeFunction('tellViolation', (text: string) => void found.push(text))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      const { tellViolation } = globalThis as unknown as { tellViolation: (text: string) => void }
      tellViolation(`${effectiveDirective} ${blockedURI}`)
    })
  })
  return found
}

const taken = (page: Page) => page.evaluate(() => 'taken' in window)

test('texts of a cluster run nothing, and the pages break no rule of their own', async ({ browser }) => {
  const { place, web } = await webAlone('defences')
  const { context, page } = await signedIn(browser, 'admin')
  const found = await violations(page)
  try {
    const { namespace } = place
    await kubectl('annotate', 'virtualservice', 'web', '-n', namespace, `example.com/note=${script}`)
    await kubectl('annotate', 'deployment', '--all', '-n', namespace, `kubernetes.io/change-cause=${script}`)
    const moved = await web.setWeights('release-manager', { v1: 99, v2: 1 }, { reason: `${script}${odd}` })
    expect(moved.status).toBe(200)
    await page.goto(`${appUrl()}${web.path}`)
    await expect(page.getByRole('heading', { name: 'web' }).first()).toBeVisible()
    await page.goto(`${appUrl()}/audit/${moved.body.auditSeq ?? 0}`)
    await expect(page.getByText(odd, { exact: false }).first()).toBeAttached()
    for (const path of [
      web.path,
      '/',
      '/audit',
      '/topology',
      '/releases',
      '/findings',
      '/settings',
      '/docs/api',
    ]) {
      await page.goto(`${appUrl()}${path}`)
      await expect(page.getByRole('navigation').first()).toBeVisible()
      expect(await taken(page), path).toBe(false)
    }
    expect(found).toEqual([])
  } finally {
    await context.close()
    await place.remove()
  }
})

test('a script without the nonce is refused and told', async ({ browser }) => {
  const { context, page } = await signedIn(browser, 'viewer')
  const found = await violations(page)
  await page.goto(appUrl())
  await page.evaluate((html) => {
    document.body.insertAdjacentHTML('beforeend', html)
  }, script)
  await expect.poll(() => found.join()).toMatch(/script-src-attr inline/)
  expect(await taken(page)).toBe(false)
  await context.close()
})

test('no other site can show Aviary in a frame, or read it', async ({ browser }) => {
  const { context, page } = await signedIn(browser, 'viewer')
  const site = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(`<iframe src="${appUrl()}/services"></iframe>`)
  })
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  try {
    const refused = page.waitForEvent('console', (message) => /frame/i.test(message.text()))
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`)
    expect((await refused).text()).toMatch(/frame-ancestors|X-Frame-Options/i)
    const inside = page.frames().find((frame) => frame !== page.mainFrame())
    expect(await inside?.content().catch(() => '')).not.toContain(user('viewer').name)
    const read = await page.evaluate(async (url) => {
      const reply = await fetch(`${url}/api/v1/me`, { credentials: 'include' }).catch(() => undefined)
      return reply === undefined ? 'refused' : await reply.text()
    }, appUrl())
    expect(read).toBe('refused')
  } finally {
    site.close()
    await context.close()
  }
})
