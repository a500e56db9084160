import type { Page } from '@playwright/test'

/** What the launcher knows of the stack that is looked at. */
export interface Demo {
  url: string
  users: { name: string; role: string; password: string }[]
}

/** Signs a viewer in through the identity provider. */
export async function signInToBrowse(page: Page, demo: Demo): Promise<void> {
  const person = demo.users.find(({ role }) => role === 'viewer')
  if (person === undefined) throw new Error('the demo has no viewer')
  const home = new URL(demo.url).origin
  await page.goto(`${demo.url}/signin`)
  await page.getByTestId('sign-in').click()
  await page.waitForURL((url) => url.origin !== home)
  await page.locator(`input[name=name][value="${person.name}"]`).check()
  await page.getByLabel('Password').fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(
    (url) => url.origin === home && !url.pathname.startsWith('/signin') && !url.pathname.startsWith('/api/'),
  )
}
