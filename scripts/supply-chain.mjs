// What Aviary is made of: npm run supply-chain. Rules of the lockfile, a list of all parts, known holes.
// With --offline only what needs no network and no npm, as `npm run validate` asks.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { auditVerdict } from './lib/audit-verdict.mjs'
import { lockfileFaults } from './lib/lockfile-rules.mjs'
import { root } from './lib/root.mjs'

const { values } = parseArgs({ options: { offline: { type: 'boolean', default: false } } })
const read = (name) => JSON.parse(readFileSync(path.join(root, name), 'utf8'))
const say = (line) => process.stdout.write(`${line}\n`)

const manifest = read('package.json')
const lockfile = read('package-lock.json')
const faults = lockfileFaults(manifest, lockfile)
for (const fault of faults) say(`  ${fault}`)
say(
  faults.length === 0
    ? `lockfile: ${Object.keys(lockfile.packages).length - 1} packages, all from the registry with a hash; versions are exact; none is known to be unsafe`
    : `lockfile: ${faults.length} rules are broken`,
)
if (faults.length > 0) process.exitCode = 1

if (!values.offline) {
  writeSbom()
  audit()
}

/** CycloneDX, from the lockfile and what is installed. */
function writeSbom() {
  const { status, stdout, stderr } = npm('sbom', '--sbom-format', 'cyclonedx')
  if (status !== 0) throw new Error(`npm sbom ended with ${status}: ${stderr}`)
  const file = path.join(root, '.aviary', 'sbom.cdx.json')
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, stdout)
  say(`SBOM: ${JSON.parse(stdout).components.length} components in ${path.relative(root, file)}`)
}

/** An advisory service that does not answer is not a passed audit. */
function audit() {
  const { stdout, stderr } = npm('audit', '--json', '--audit-level=high')
  const { state, words } = auditVerdict(stdout, stderr)
  say(`audit: ${words}`)
  if (state !== 'passed') process.exitCode = state === 'failed' ? 1 : 2
}

function npm(...args) {
  return spawnSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 256 << 20 })
}
