import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { writeCallsFile } from './calls-file.mjs'
import { failedPlaywright, failedVitest } from './failed-tests.mjs'
import { filesBelow } from './hash-tree.mjs'
import { freePort } from './ports.mjs'
import { root } from './root.mjs'
import { exitCode } from './run.mjs'
import { startStack } from './stack.mjs'
import { countPlaywright, countVitest, together } from './test-reports.mjs'
import { ensureChromium, faultOfGo } from './test-tools.mjs'

const modules = path.join(root, 'node_modules')
const folder = path.join(root, '.aviary', 'test')

/**
 * The stages in their order, as `{name, title, run}`; those whose files do not exist are absent. `run` answers
 * `{state: 'passed' | 'failed' | 'skipped', counts?, failures?, why?}`; `shared.stop()` ends what stages share.
 */
export function testStages({ log, ci, signal }) {
  const shared = sharedStack({ log, signal })
  const has = (below, pattern) => filesBelow(root, below).some((file) => pattern.test(file))
  const stages = [
    { name: 'validate', title: 'validation', run: () => script('scripts/validate.mjs', signal) },
    { name: 'unit', title: 'unit', run: () => vitest('unit', ['--project', 'unit'], { signal }) },
    has('e2e/api', /\.test\.ts$/) && {
      name: 'api',
      title: 'stack and API',
      run: async () => {
        const options = { env: await shared.environment(), signal }
        // Faults have stacks of their own and mostly wait. What they print comes when both are done.
        const later = laterOutput('faults')
        const outcomes = await Promise.all([
          vitest('api', ['--project', 'api-own', '--project', 'api'], options),
          vitest('faults', ['--project', 'faults'], { ...options, stdio: later.stdio }),
        ]).finally(later.print)
        return together(outcomes)
      },
    },
    has('e2e/browser', /\.spec\.ts$/) && {
      name: 'browser',
      title: 'browser',
      run: async () => {
        const why = await ensureChromium(log)
        if (why) return { state: ci ? 'failed' : 'skipped', why }
        return playwright(await shared.environment(), signal)
      },
    },
    has('e2e/cluster', /^e2e\/cluster\/vitest\.config\.ts$/) && {
      name: 'cluster',
      title: 'real control plane',
      run: async () => {
        const why = faultOfGo()
        if (why) return { state: ci ? 'failed' : 'skipped', why }
        log('building the control plane (minutes at the first time)')
        const built = await script('e2e/cluster/build.mjs', signal)
        if (built.state !== 'passed') return { ...built, why: 'it could not be built' }
        await shared.stop()
        return vitest('cluster', ['--config', 'e2e/cluster/vitest.config.ts'], { signal })
      },
    },
  ]
  return { stages: stages.filter(Boolean), stop: shared.stop }
}

/** One sandbox stack for all stages that need one, started by the first and stopped at the end. */
function sharedStack({ log, signal }) {
  let stack
  let calls
  return {
    async environment() {
      calls ??= await writeCallsFile(folder)
      stack ??= startStack({
        dir: folder,
        port: await freePort(),
        fresh: true,
        env: calls.app,
        log,
        signal,
      })
      const { url, ownerUrl } = await stack
      return {
        ...process.env,
        AVIARY_URL: url,
        AVIARY_DEMO: path.join(folder, 'demo.json'),
        AVIARY_OWNER_URL: ownerUrl,
        ...calls.tests,
      }
    },
    async stop() {
      const started = await stack?.catch(() => undefined)
      stack = undefined
      await started?.stop()
    },
  }
}

async function script(file, signal) {
  const code = await exitCode(process.execPath, [path.join(root, file)], { signal })
  return code === 0 ? { state: 'passed' } : { state: 'failed', why: `${file} ended with ${code}` }
}

async function vitest(name, args, { env = process.env, stdio, signal }) {
  const report = reportFile(name)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const command = [path.join(modules, 'vitest', 'vitest.mjs'), 'run', ...args, ...reporters]
  const code = await exitCode(process.execPath, command, { env, stdio, signal })
  return outcome(code, report, countVitest, (tests) => failedVitest(tests, root))
}

async function playwright(env, signal) {
  const report = reportFile('browser')
  const config = ['playwright.config.ts', 'e2e/browser/playwright.config.ts'].find((file) =>
    existsSync(path.join(root, file)),
  )
  const command = [path.join(modules, '@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json']
  const args = config ? ['--config', config] : ['e2e/browser']
  const code = await exitCode(process.execPath, [...command, ...args], {
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    signal,
  })
  return outcome(code, report, countPlaywright, failedPlaywright)
}

/** Keeps what a program prints until `print`, so that it does not stand between the lines of another. */
function laterOutput(name) {
  const file = path.join(folder, `${name}.log`)
  const handle = openSync(file, 'w')
  return {
    stdio: ['ignore', handle, handle],
    print() {
      closeSync(handle)
      process.stdout.write(readFileSync(file))
    },
  }
}

function reportFile(name) {
  const file = path.join(folder, 'reports', `${name}.json`)
  mkdirSync(path.dirname(file), { recursive: true })
  rmSync(file, { force: true })
  return file
}

function outcome(code, report, count, failed) {
  if (!existsSync(report)) return { state: 'failed', why: `no report was written (ended with ${code})` }
  const tests = JSON.parse(readFileSync(report, 'utf8'))
  const counts = count(tests)
  if (code === 0 && counts.failed === 0) return { state: 'passed', counts }
  const failures = failed(tests)
  return {
    state: 'failed',
    counts,
    failures,
    ...(counts.failed === 0 && { why: `ended with ${code}: see the errors above` }),
  }
}
