import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './run.mjs'

/** Whether a program of this name is on the path. */
function hasProgram(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)))
}

/** Makes sure that Debian's chromium is there. Answers why the browser tests cannot run, or undefined. */
export async function ensureChromium(log) {
  if (hasProgram('chromium')) return undefined
  const how = 'chromium is missing; as root: apt-get update && apt-get install -y chromium'
  if (process.getuid?.() !== 0 || !hasProgram('apt-get')) return how
  log('installing chromium (apt-get)')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    await run('apt-get', ['update', '-qq'], { env })
    await run(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'],
      {
        env,
        stdio: quiet,
      },
    )
  } catch (error) {
    return `${how} (${error.message})`
  }
  return undefined
}

const quiet = ['ignore', 'ignore', 'inherit']

/** Why the real control plane cannot be built here, or undefined. */
export function faultOfGo() {
  return spawnSync('go', ['version']).status === 0
    ? undefined
    : 'Go is not installed (1.26 or newer is needed)'
}
