import { readdir, readFile, readlink } from 'node:fs/promises'

export interface Memory {
  /** Resident now, bytes. */
  rss: number
  /** The most that was ever resident, bytes. */
  peak: number
}

/** Memory of the process that listens on a TCP port of this machine (proc(5): net/tcp, fd, status). */
export async function memoryOfListener(port: number): Promise<Memory> {
  const inode = await listeningInode(port)
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    if (!(await holdsSocket(pid, inode))) continue
    return readStatus(await readFile(`/proc/${pid}/status`, 'utf8'))
  }
  throw new Error(`no process holds the socket of port ${port}`)
}

/** `VmRSS` and `VmHWM` of a status file. */
export function readStatus(status: string): Memory {
  const kibibytes = (name: string) => {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]
    if (found === undefined) throw new Error(`the status has no ${name}`)
    return Number(found) * 1024
  }
  return { rss: kibibytes('VmRSS'), peak: kibibytes('VmHWM') }
}

async function listeningInode(port: number): Promise<string> {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  for (const file of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of (await readFile(file, 'utf8')).split('\n').slice(1)) {
      const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/)
      if (state === '0A' && local.endsWith(`:${wanted}`) && inode !== undefined) return inode
    }
  }
  throw new Error(`nothing listens on port ${port}`)
}

async function holdsSocket(pid: string, inode: string): Promise<boolean> {
  // A process that ends while we look, or that is not ours to see, does not hold it.
  const files = await readdir(`/proc/${pid}/fd`).catch(() => [])
  const links = await Promise.all(files.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')))
  return links.includes(`socket:[${inode}]`)
}
