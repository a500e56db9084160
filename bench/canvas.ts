import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { madeUpGraph } from './canvas/made-up-graph'
import { readCanvasOptions, type CanvasOptions } from './canvas/options'
import { pan } from './canvas/pan'
import { signInToBrowse, type Demo } from './canvas/sign-in'
import { cellsOf, head, type Row } from './canvas/table'
import { describeCommit, describeMachine, load, waitForQuiet } from './support/machine'
import { markdownTable, print } from './support/report'
import type { Launcher } from './support/stage'

/** Views that are panned: the whole graph as it opens, and one at which everything can be read. */
const views = [
  { name: 'as it opens, boxes of namespaces', search: '', zooms: 0 },
  { name: 'as it opens, without them', search: 'boxes=service', zooms: 0 },
  { name: 'close, with labels', search: 'boxes=service', zooms: 5 },
]

/** Prints how smoothly a large graph pans in Chromium, drawn by the processor alone. */
export async function benchmark(launcher: Launcher): Promise<void> {
  const options = readCanvasOptions(launcher.argv)
  print(`bench:canvas, ${new Date().toISOString()}, commit ${describeCommit()}`)
  print(`${describeMachine()}\n`)
  const dir = await mkdtemp(path.join(tmpdir(), 'aviary-bench-'))
  const { log, signal } = launcher
  const stack = await launcher.startStack({ dir, port: await launcher.freePort(), fresh: true, log, signal })
  try {
    const rows = await measure(launcher, stack.demo, options)
    print(`${markdownTable(head, rows.map(cellsOf))}\n`)
    print(`${load().toFixed(2)} load after. Budget: 50 fps with 500 nodes and 1,000 edges.`)
  } finally {
    await stack.stop()
    await rm(dir, { recursive: true, force: true })
  }
}

async function measure({ log }: Launcher, demo: Demo, options: CanvasOptions): Promise<Row[]> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((file) => existsSync(file))
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu'],
  })
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    await signInToBrowse(page, demo)
    const graph = madeUpGraph(options.nodes, options.edges)
    // The event stream would bring the real graph; without a worker the page asks for it itself, and is refused.
    await page.addInitScript(() => Reflect.deleteProperty(window, 'SharedWorker'))
    await page.route('**/api/v1/events*', (route) => route.abort())
    await page.route('**/api/v1/topology?*', (route) => route.fulfill({ json: graph }))
    const rows: Row[] = []
    for (const { name, search, zooms } of views) {
      log(await waitForQuiet(options.quiet, options.patience))
      log(name)
      await open(page, demo.url, search, zooms)
      rows.push({ name, ...(await pan(page, options.seconds)) })
    }
    return rows
  } finally {
    await browser.close()
  }
}

async function open(page: Page, url: string, search: string, zooms: number): Promise<void> {
  await page.goto(`${url}/topology?${search}`)
  await page.locator('.react-flow__node').first().waitFor({ timeout: 60_000 })
  for (let at = 0; at < zooms; at += 1) {
    await page.getByRole('button', { name: 'Zoom in' }).click()
    // Each step glides; the next one starts from where it ends.
    await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== 'running'))
  }
}
