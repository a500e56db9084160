import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { clusterName } from '../support/target'

const VERIFIED = 150_000

/** What a test does on the page of one service, as a person does it. */
export interface ServicePage {
  page: Page
  /** The card of the rule whose text fits; of the only one where none is given. */
  rule(text?: string | RegExp): Locator
  /** Moves the first boundary by keys until the tray shows the change, applies it by keyboard, and waits until it shows. */
  move(rule: Locator, keys: readonly string[], words: RegExp): Promise<void>
  /** Until the last move is seen in the traffic. */
  untilVerified(rule: Locator): Promise<void>
  /** Confirms the dialog that is open, and waits until it is gone. */
  confirm(): Promise<void>
}

/** Opens the page of a service and waits for its first rule. */
export async function openService(page: Page, namespace: string, name: string): Promise<ServicePage> {
  await page.goto(`/services/${await clusterName()}/${namespace}/${name}`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  await expect(page.getByTestId('route').first()).toBeVisible({ timeout: 60_000 })

  const rule = (text: string | RegExp = '') =>
    page.locator('[data-testid^="rule-"]').filter({ hasText: text }).first()

  const move = async (card: Locator, keys: readonly string[], words: RegExp) => {
    const handle = card.getByTestId('split-handle-0')
    // Not before the API has said what this person may do.
    await expect(handle).toHaveAttribute('aria-disabled', 'false')
    await handle.focus()
    for (const key of keys) await page.keyboard.press(key)
    await expect(card.getByTestId('change-words')).toHaveText(words)
    const wanted = await handle.getAttribute('aria-valuenow')
    await expect(card.getByRole('list', { name: 'The patch' })).toBeVisible()
    await expect(card.getByTestId('apply')).toBeEnabled()
    await handle.focus()
    await page.keyboard.press('Control+Enter')
    await expect(card.getByTestId('tick-applied')).toHaveAttribute('data-state', 'done')
    await expect(card.getByTestId('tray')).toHaveCount(0)
    // The bar shows the split of before until the service is read again; a next move would begin there.
    await expect(handle).toHaveAttribute('aria-valuenow', wanted ?? '')
  }
  const untilVerified = async (card: Locator) => {
    await expect(card.getByTestId('tick-verified')).toHaveAttribute('data-state', 'done', {
      timeout: VERIFIED,
    })
    await expect(card.getByTestId('verification')).toHaveAttribute('data-state', 'verified')
  }
  const confirm = async () => {
    const button = page.getByTestId('confirm-move')
    await expect(button).toBeEnabled()
    await button.click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  return { page, rule, move, untilVerified, confirm }
}

/** Chooses from one of the console's selects by its label. */
export async function choose(
  page: Page,
  within: Page | Locator,
  label: string,
  option: string,
): Promise<void> {
  await within.getByRole('combobox', { name: label, exact: true }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}
