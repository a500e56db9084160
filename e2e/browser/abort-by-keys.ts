import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'

/** Aborts the release on the page as a person does by keyboard: A arms, Enter does it. */
export async function abortByKeys(page: Page): Promise<void> {
  // A dialog that is still closing would keep the keys to itself.
  await expect(page.getByRole('dialog')).toHaveCount(0)
  const button = page.getByTestId('abort').first()
  await expect(button).toHaveAttribute('aria-disabled', 'false')
  await button.focus()
  await page.keyboard.press('a')
  await expect(button).toHaveAccessibleName(/press Enter to confirm/)
  await page.keyboard.press('Enter')
}
