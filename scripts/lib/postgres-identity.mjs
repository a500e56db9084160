import { spawn, spawnSync } from 'node:child_process'
import { lchownSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/**
 * Postgres refuses to run as root. As an ordinary user nothing is to be done. As root it runs in a user namespace in
 * which root looks like somebody else, or, where namespaces are forbidden, as an unprivileged system user.
 */
export function postgresIdentity({ userNamespaces = true, root = process.getuid?.() === 0 } = {}) {
  if (!root) return { kind: 'self' }
  const user = unprivilegedUser(readFileSync('/etc/passwd', 'utf8'))
  if (!user)
    throw new Error('Postgres cannot run as root here: no other user exists. Run as an ordinary user.')
  const wrapper = ['unshare', '--user', `--map-user=${user.uid}`, `--map-group=${user.gid}`]
  const allowed = userNamespaces && spawnSync(wrapper[0], [...wrapper.slice(1), 'true']).status === 0
  return allowed ? { kind: 'namespace', uid: 0, gid: 0, wrapper } : { kind: 'user', ...user }
}

/** The user of /etc/passwd to run Postgres as: `postgres`, else `nobody`, else any that is not root. */
function unprivilegedUser(passwd) {
  const users = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 7 && fields[2] !== '0')
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
  return (
    users.find((user) => user.name === 'postgres') ?? users.find((user) => user.name === 'nobody') ?? users[0]
  )
}

/** Starts a program under the identity, in a process group of its own so that Ctrl-C in a terminal spares it. */
export function spawnAs(identity, command, args, options) {
  const [file, ...rest] =
    identity.kind === 'namespace' ? [...identity.wrapper, command, ...args] : [command, ...args]
  const owner = identity.kind === 'user' ? { uid: identity.uid, gid: identity.gid } : {}
  return spawn(file, rest, { detached: true, ...options, ...owner })
}

/** Whether the identity may enter every folder on the way to this one, and the folder itself. */
export function mayEnter(identity, folder) {
  if (identity.kind === 'self') return true
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const { mode, uid, gid } = statSync(at)
    const bit = uid === identity.uid ? 0o100 : gid === identity.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
    if (at === path.dirname(at)) return true
  }
}

/** Gives a folder and all that is in it to the identity, when it is somebody else's (the identity changed). */
export function giveTo(identity, folder) {
  if (identity.kind === 'self' || lstatSync(folder).uid === identity.uid) return
  for (const entry of readdirSync(folder, { recursive: true })) {
    lchownSync(path.join(folder, entry), identity.uid, identity.gid)
  }
  lchownSync(folder, identity.uid, identity.gid)
}
