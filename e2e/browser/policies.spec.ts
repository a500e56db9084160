import type { Browser, Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import type { MeDto } from '@/lib/contracts/access'
import type { PoliciesDto, PolicyChangeDto } from '@/lib/contracts/policies'
import { createDemoTokens } from '../../scripts/lib/demo-tokens.mjs'
import { call, demo } from '../support/target'
import { expectAccessible } from './accessible'
import { signedIn } from './sign-in'

// Only bindings of a group that nobody is in come and go: other tests use the same stack.
const group = `guests-${Date.now().toString(36)}`
const read = async () => (await call<PoliciesDto>('admin', 'GET', '/policies')).body
let original = ''

test.beforeAll(async () => {
  original = (await read()).active.text
})
test.afterAll(async () => {
  const { active, twoPersons, proposed } = await read()
  if (active.text === original) return
  for (const { revision, own } of proposed)
    if (own) await call('admin', 'POST', `/policies/${revision}/reject`, {})
  const put = await call<PolicyChangeDto>('admin', 'PUT', '/policies', {
    text: original,
    reason: 'as before',
  })
  if (twoPersons) await approve(put.body.version?.revision ?? '')
})

const open = async (browser: Browser, role: 'admin' | 'auditor' | 'viewer') => {
  const { page, context } = await signedIn(browser, role)
  await page.goto('/settings?tab=policies')
  return { page, context }
}
const withGuests = (role: string) =>
  original.replace(/^bindings:\n/m, `bindings:\n  - { group: ${group}, role: ${role} }\n`)

/** As a second admin, whom only the database's owner can make here. */
async function approve(revision: string): Promise<number> {
  const me = await call<MeDto>('admin', 'GET', '/me')
  const person = {
    issuer: demo().issuer,
    subject: group,
    name: 'Second Admin',
    groups: me.body.groups,
    role: 'admin',
  }
  const [made] = await createDemoTokens(process.env['AVIARY_OWNER_URL'] ?? '', [person])
  const headers = { authorization: `Bearer ${made?.token ?? ''}` }
  return (await call(null, 'POST', `/policies/${revision}/approve`, {}, headers)).status
}

async function change(page: Page, text: string): Promise<void> {
  await page.getByTestId('policy-edit').click()
  await page.getByTestId('policy-textarea').fill(text)
  await page.getByTestId('policy-check').click()
}

test('an admin looks at what a text changes before it is in force', async ({ browser }) => {
  const { page, context } = await open(browser, 'admin')
  await expect(page.getByTestId('policy-text')).toContainText('bindings:')
  await expectAccessible(page, 'the policy')

  await test.step('a wrong line is named, and one key away', async () => {
    await change(page, withGuests('emperor'))
    const refusal = page.getByTestId('policy-refusal')
    await expect(refusal).toContainText('bindings.0.role')
    const line = refusal.getByRole('button', { name: /^line \d+$/ })
    const number = Number((await line.innerText()).replace('line ', ''))
    await line.focus()
    await page.keyboard.press('Enter')
    const area = page.getByTestId('policy-textarea')
    await expect(area).toBeFocused()
    const chosen = await area.evaluate((node: HTMLTextAreaElement) =>
      node.value.slice(node.selectionStart, node.selectionEnd),
    )
    expect(chosen).toBe(withGuests('emperor').split('\n')[number - 1])
    await expectAccessible(page, 'a refused policy')
  })

  await test.step('what it changes, a reason, and a question', async () => {
    await page.getByTestId('policy-textarea').fill(withGuests('on-call'))
    await page.getByTestId('policy-check').click()
    await expect(page.getByTestId('rights-changes')).toContainText(group)
    await expect(page.getByTestId('rights-changes')).toContainText('gains everywhere:')
    await page.getByTestId('policy-apply').click()
    await expect(page.getByText('Say why.')).toBeVisible()
    await page.getByTestId('policy-reason').fill('guests of a test')
    await expectAccessible(page, 'a checked policy')
    await page.getByTestId('policy-apply').click()
    await page.getByTestId('policy-confirm').click()
    await expect(page.getByTestId('policy-text')).toContainText(group)
  })

  await test.step('the former text says what this one changed', async () => {
    const row = page.getByTestId('policy-history-row').first()
    await row.getByRole('button').click()
    await expect(
      page.getByRole('region', { name: /^Lines that revision/ }).or(page.getByText('The text is the same.')),
    ).toBeVisible()
    await expectAccessible(page, 'the history of the policy')
  })

  await test.step('a change by somebody else meanwhile is a conflict', async () => {
    await change(page, withGuests('approver'))
    await expect(page.getByTestId('rights-changes')).toBeVisible()
    await call('admin', 'PUT', '/policies', { text: original, reason: 'quicker' })
    await page.getByTestId('policy-reason').fill('too late')
    await page.getByTestId('policy-apply').click()
    await page.getByTestId('policy-confirm').click()
    await expect(page.getByTestId('policy-refusal')).toContainText('has changed since')
    await expect(page.getByTestId('policy-rebase')).toBeVisible()
  })
  await context.close()
})

test('where two persons change it, the author waits for another', async ({ browser }) => {
  test.skip(
    process.env['AVIARY_OWNER_URL'] === undefined,
    'only the database’s owner can make a second admin',
  )
  const two = `${original}policy: { twoPersons: true }\n`
  await call('admin', 'PUT', '/policies', { text: two, reason: 'two persons' })
  const { page, context } = await open(browser, 'admin')
  await change(page, original)
  await page.getByTestId('policy-reason').fill('one person again')
  await page.getByTestId('policy-apply').click()
  await page.getByTestId('policy-confirm').click()
  const proposal = page.getByTestId('policy-proposal')
  await expect(proposal).toContainText('somebody else has to approve it')
  await expect(proposal.getByTestId('proposal-approve')).toHaveCount(0)
  await expectAccessible(page, 'a proposal')
  const [first] = (await read()).proposed
  expect(await approve(first?.revision ?? '')).toBe(200)
  await page.reload()
  await expect(proposal).toHaveCount(0)
  expect(await read()).toMatchObject({ twoPersons: false, active: { text: original } })
  await context.close()
})

test('auditors read it, others learn why they cannot, and which rule decides', async ({ browser }) => {
  const auditor = await open(browser, 'auditor')
  await expect(auditor.page.getByTestId('policy-read-only')).toContainText('not change it')
  await expect(auditor.page.getByTestId('policy-edit')).toHaveCount(0)
  await auditor.page.goto('/settings?tab=me&verb=policy.edit')
  await expect(auditor.page.getByTestId('can-answer')).toContainText('no rule grants it')
  await expect(auditor.page.getByTestId('can-hints')).toContainText('you are not in group')
  await expectAccessible(auditor.page, 'rules that come close')
  await auditor.context.close()
  const viewer = await open(browser, 'viewer')
  await expect(viewer.page.getByText('You may not read the access policy')).toBeVisible()
  await expectAccessible(viewer.page, 'a policy that one may not read')
  await viewer.context.close()
})
