import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import pg from 'pg'
import type { AuditEventDto } from '@/lib/contracts/audit'
import type { IncidentPageDto } from '@/lib/contracts/audit-checkpoints'
import type { ReleaseReportDto } from '@/lib/contracts/release-report'
import type { ReleaseDto } from '@/lib/contracts/releases'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { Subject } from '../support/service'
import { call, until } from '../support/target'
import { expectAccessible } from './accessible'
import { signedIn } from './sign-in'

const reason = '=HYPERLINK("https://evil.example") <b>bold</b>'
const verifier = path.resolve(import.meta.dirname, '../../bin/aviary-verify.mjs')
let place: Playground
let till: Subject
let moved: AuditEventDto

test.beforeAll(async () => {
  place = await playground('audit')
  till = await place.splits('till', 60)
  const { body } = await till.setWeights('release-manager', { v1: 90, v2: 10 }, { reason })
  moved = (await call<AuditEventDto>('auditor', 'GET', `/audit/${body.auditSeq}`)).body
  await till.setWeights('release-manager', { v1: 100, v2: 0 })
})
test.afterAll(async () => {
  await place.remove()
})

async function download(page: Page, press: () => Promise<void>): Promise<{ name: string; file: string }> {
  const arriving = page.waitForEvent('download')
  await press()
  const arrived = await arriving
  return { name: arrived.suggestedFilename(), file: await arrived.path() }
}

test('an auditor filters the log, looks at an event, verifies, and exports what can be verified elsewhere', async ({
  browser,
}) => {
  const { page, context } = await signedIn(browser, 'auditor', { reducedMotion: 'reduce' })
  await test.step('filter, open, and come back to the filters', async () => {
    const service = [till.ref.cluster, till.ref.namespace, till.ref.name].join('/')
    await page.goto(`/audit?service=${service}&action=set-weights`)
    await expect(page.getByTestId('audit-row')).toHaveCount(4)
    await page.locator(`[data-testid=audit-row][data-seq="${moved.seq}"]`).getByRole('link').first().click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText(`Event ${moved.seq}`)
    await expect(page.getByText(reason, { exact: true })).toBeVisible()
    await expect(page.getByText(moved.hash, { exact: true })).toBeVisible()
    await page.getByRole('link', { name: 'Back to the log' }).click()
    await expect(page.getByTestId('audit-row')).toHaveCount(4)
  })
  await test.step('verify', async () => {
    await page.getByTestId('audit-verify').click()
    await expect(page.getByTestId('audit-verified')).toHaveAttribute('data-ok', 'true')
    await expect(page.getByTestId('audit-verified-checkpoint')).toContainText('agrees with the checkpoint')
    await expect(page.getByTestId('audit-checkpoint')).toHaveAttribute('data-from', 'outside')
    await page.getByText('Verify without Aviary').click()
    await expect(page.getByText('npx aviary-verify --in audit.jsonl')).toBeVisible()
  })
  await test.step('export as JSON lines, by keyboard; the verifier finds it whole', async () => {
    await page.getByTestId('audit-export').focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog', { name: 'Export the log' })).toContainText('The whole log')
    await expect(page.getByRole('dialog', { name: 'Export the log' })).toContainText(
      '(action, service): a file with gaps',
    )
    await expectAccessible(page, 'audit page with its export menu')
    await page.keyboard.press('Tab')
    await expect(page.getByTestId('audit-export-jsonl')).toBeFocused()
    const { name, file } = await download(page, () => page.keyboard.press('Enter'))
    expect(name).toMatch(/^aviary-audit-1-\d+\.jsonl$/)
    const { stdout } = await promisify(execFile)(process.execPath, [verifier, '--in', file, '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'whole' })
  })
  await test.step('export a time as CSV', async () => {
    const to = new Date(Date.parse(moved.time) + 1).toISOString()
    await page.goto(`/audit?from=${moved.time}&to=${to}`)
    await page.getByTestId('audit-export').click()
    await expect(page.getByRole('dialog', { name: 'Export the log' })).toContainText(
      /From .* UTC to .* UTC\./,
    )
    const { name, file } = await download(page, () => page.getByTestId('audit-export-csv').click())
    expect(name).toMatch(/^aviary-audit-\d+-\d+\.csv$/)
    expect(readFileSync(file, 'utf8')).toContain(`,"'=HYPERLINK(""https://evil.example"") <b>bold</b>",`)
  })
  await context.close()
})

test('the report of a release is read, printed and downloaded, and asked for once', async ({ browser }) => {
  const plan = {
    steps: [
      { kind: 'weight', weight: 50 },
      { kind: 'weight', weight: 100 },
    ],
  }
  const asked = { service: till.ref, from: 'v1', to: 'v2', plan, reason }
  const { body: draft } = await call<ReleaseDto>('release-manager', 'POST', '/releases', asked)
  await call('release-manager', 'POST', `/releases/${draft.id}/start`)
  const read = async () => (await call<ReleaseDto>('viewer', 'GET', `/releases/${draft.id}`)).body
  await until('the release promoted', read, ({ state }) => state === 'promoted')

  const { page, context } = await signedIn(browser, 'auditor', { reducedMotion: 'reduce' })
  await page.goto(`/releases/${draft.id}`)
  await page.getByRole('link', { name: 'Report', exact: true }).click()
  const report = page.getByTestId('report')
  await expect(report).toContainText('till v1 → v2')
  await expect(report).toContainText(draft.planHash)
  await expect(report.getByRole('table', { name: 'What happened' })).toContainText('<b>bold</b>')
  const operations = report.getByRole('table', { name: 'Operations' })
  await expect(operations.getByRole('row')).toHaveCount(3)
  await expect(operations).toContainText('v1 50')
  await expect(report.getByRole('table', { name: 'Audit events' })).toContainText('release.promoted')
  await expectAccessible(page, 'report of a release')
  const made = await call<{ items: AuditEventDto[] }>(
    'auditor',
    'GET',
    `/audit?action=release.report&release=${draft.id}`,
  )
  expect(made.body.items).toHaveLength(1)

  await test.step('on paper there is the report alone', async () => {
    await page.emulateMedia({ media: 'print' })
    await expect(report).toBeVisible()
    await expect(page.getByRole('navigation')).toHaveCount(0)
    await expect(page.getByTestId('report-json')).toBeHidden()
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0).toBeGreaterThan(1)
    await page.emulateMedia({ media: 'screen' })
  })
  await test.step('as JSON it is another report, and so another event', async () => {
    const { name, file } = await download(page, () => page.getByTestId('report-json').click())
    expect(name).toBe(`release-${draft.id}-report.json`)
    const json = JSON.parse(readFileSync(file, 'utf8')) as ReleaseReportDto
    expect(json).toMatchObject({ format: 'aviary-release-report/1', planHash: draft.planHash })
    expect(json.events.filter(({ action }) => action === 'release.report')).toHaveLength(2)
  })
  await context.close()

  const manager = await signedIn(browser, 'release-manager')
  await manager.page.goto(`/releases/${draft.id}/report`)
  await expect(manager.page.getByTestId('audit-forbidden')).toContainText('audit.export')
  await manager.context.close()
})

test.describe('while the log stands behind a checkpoint', () => {
  test.skip(process.env['AVIARY_OWNER_URL'] === undefined, 'needs the owner of the tables')

  const open = async () => {
    const { body } = await call<IncidentPageDto>('admin', 'GET', '/audit/incidents')
    return body.items.find(({ state }) => state === 'open')
  }
  test.afterEach(async () => {
    const left = await open()
    const reasons = { reason: 'left over by a test' }
    if (left) await call('admin', 'POST', `/audit/incidents/${left.id}/acknowledge`, reasons)
  })

  test('everybody sees it on every page, and an admin accepts it with a reason', async ({ browser }) => {
    const viewer = await signedIn(browser, 'viewer', { reducedMotion: 'reduce' })
    await viewer.page.goto('/services')
    await loseEvents()
    const banner = viewer.page.getByTestId('rollback-banner')
    await expect(banner).toContainText('went back behind a signed checkpoint')
    await expect(banner.getByRole('button')).toHaveCount(0)
    const refused = await till.setWeights('release-manager', { v1: 50, v2: 50 })
    expect(refused).toMatchObject({ status: 503, body: { code: 'chain-rollback' } })

    const admin = await signedIn(browser, 'admin', { reducedMotion: 'reduce' })
    await admin.page.goto('/findings')
    await admin.page.getByTestId('rollback-open').click()
    const dialog = admin.page.getByRole('dialog')
    await expect(dialog).toContainText('at least 7,000 events are missing')
    await expectAccessible(admin.page, 'the dialog of a rollback')
    await expect(admin.page.getByTestId('rollback-accept')).toHaveAttribute('aria-disabled', 'true')
    await admin.page.getByTestId('rollback-reason').fill('restored on purpose, ticket 7')
    await admin.page.getByTestId('rollback-accept').click()
    await expect(dialog).toBeHidden()
    await expect(admin.page.getByTestId('rollback-banner')).toBeHidden()
    await expect(banner).toBeHidden()
    expect(await open()).toBeUndefined()
    await viewer.context.close()
    await admin.context.close()
  })
})

/** What the server records when it finds that the log ends 7,000 events before a checkpoint. */
async function loseEvents(): Promise<void> {
  const owner = new pg.Client({ connectionString: process.env['AVIARY_OWNER_URL'] })
  await owner.connect()
  const hash = 'ab'.repeat(32)
  await owner.query(
    `INSERT INTO audit_incident (id, detected_at, kind, source, event_seq, chain, lost_epoch, lost_seq, lost_hash,
       head_epoch, head_seq, head_hash)
     SELECT gen_random_uuid(), now(), 'shorter', 'outside', seq, chain_id, epoch, seq + 7000, $1, epoch, seq, $1
     FROM audit_head`,
    [hash],
  )
  await owner.end()
}
