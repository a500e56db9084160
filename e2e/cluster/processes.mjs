// Child processes with a log file each, and waiting for what they bring about.
import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** Starts a program whose output goes to `<dir>/<name>.log`. */
export function startChild({ name, command, args, dir }) {
  const log = path.join(dir, `${name}.log`)
  const output = openSync(log, 'a')
  const child = spawn(command, args, {
    cwd: dir,
    stdio: ['ignore', output, output],
    // A home of its own: no settings, proxies or KUBECONFIG of whoever runs this.
    env: { PATH: process.env.PATH, HOME: dir, TMPDIR: dir },
    // A process group of its own, or Ctrl-C would end etcd before the API server.
    detached: true,
  })
  closeSync(output)

  const killAtExit = () => child.kill('SIGKILL')
  process.once('exit', killAtExit)
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve(`${name} could not be started: ${error.message}`))
    child.once('exit', (code, signal) =>
      resolve(`${name} ended with ${signal ?? `code ${code}`}:\n${lastLines(log)}`),
    )
  })
  const state = { ended: undefined }
  void exited.then((reason) => {
    state.ended = reason
    process.off('exit', killAtExit)
  })

  return {
    name,
    pid: child.pid,
    log,
    /** Resolves, with the reason and the last log lines, when the process has ended. */
    exited,
    /** The same reason at once, or undefined while it runs. */
    ended: () => state.ended,
    /** Asks it to end and waits; after `patience` seconds it is killed. */
    async stop(patience = 20) {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), patience * 1000)
      await exited
      clearTimeout(timer)
    },
  }
}

function lastLines(log) {
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-12).join('\n')
}

/** Waits until `condition` answers something true, and answers it; rejects when a child dies or time is up. */
export async function until(what, condition, { children, seconds = 60 }) {
  const deadline = performance.now() + seconds * 1000
  let last
  while (performance.now() < deadline) {
    const dead = children.map((child) => child.ended()).find((reason) => reason !== undefined)
    if (dead) throw new Error(`${what} did not come: ${dead}`)
    try {
      const value = await condition()
      if (value) return value
    } catch (error) {
      last = error
    }
    await delay(50)
  }
  throw new Error(`${what} did not come within ${seconds} s${last ? `: ${last.message}` : ''}`)
}

/** Ports of loopback that are free now, all different. */
export async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, () => listening(createServer())))
  const ports = servers.map((server) => server.address().port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

function listening(server) {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
}
