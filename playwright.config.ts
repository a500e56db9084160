import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) =>
  existsSync(file),
)

/** Browser tests run against the stack that `npm test` starts; AVIARY_URL says where. */
export default defineConfig({
  testDir: 'e2e/browser',
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  outputDir: '.aviary/test/browser',
  use: {
    baseURL: process.env['AVIARY_URL'] ?? 'http://127.0.0.1:3000',
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(chromium === undefined ? {} : { executablePath: chromium }),
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
})
