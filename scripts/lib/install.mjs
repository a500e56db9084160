// Only built-in modules here: this runs before anything is installed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')

/** Why this Node is too old for the project, or undefined. `wanted` is the engines field, such as `>=20.19`. */
export function faultOfNode(version, wanted) {
  const parts = (text) => text.match(/\d+/g).map(Number)
  const [major, minor = 0] = parts(wanted)
  const [ownMajor, ownMinor] = parts(version)
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return undefined
  return `Node ${version} is too old: Aviary needs ${wanted}`
}

/** Installs what package-lock.json says with `npm ci`, unless that is what is there. Throws when Node is too old. */
export async function ensureInstalled(log) {
  const fault = faultOfNode(process.versions.node, readPackage().engines.node)
  if (fault) throw new Error(fault)
  const hash = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex')
  const stamp = path.join(root, 'node_modules', '.aviary-installed')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  if (!installedByHand()) {
    log('installing packages (npm ci)')
    await npmCi()
  }
  writeFileSync(stamp, hash)
}

function readPackage() {
  return JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
}

// npm writes its own lock last: when that is newer than ours, somebody has just installed.
function installedByHand() {
  const own = statSync(path.join(root, 'node_modules', '.package-lock.json'), { throwIfNoEntry: false })
  return own !== undefined && own.mtimeMs >= statSync(path.join(root, 'package-lock.json')).mtimeMs
}

function npmCi() {
  return new Promise((resolve, reject) => {
    spawn('npm', ['ci', '--include=dev', '--no-progress'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
      .once('error', (error) => reject(new Error(`npm cannot be started: ${error.message}`)))
      .once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`npm ci ended with ${code}`))))
  })
}
