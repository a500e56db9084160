import type { Browser, BrowserContext, Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { Role } from '../support/target'
import { appUrl, user } from '../support/target'

/** Signs a person in through the identity provider, as a person does. */
export async function signIn(page: Page, role: Role): Promise<void> {
  const person = user(role)
  await page.goto(`${appUrl()}/signin`)
  await page.getByTestId('sign-in').click()
  await page.waitForURL((url) => url.origin !== new URL(appUrl()).origin)
  await page.locator(`input[name=name][value="${person.name}"]`).check()
  await page.getByLabel('Password').fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(
    (url) =>
      url.origin === new URL(appUrl()).origin &&
      !url.pathname.startsWith('/signin') &&
      !url.pathname.startsWith('/api/'),
  )
  await expect(page.getByRole('navigation').first()).toBeVisible()
}

export async function signedIn(
  browser: Browser,
  role: Role,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  await signIn(page, role)
  return { context, page }
}
