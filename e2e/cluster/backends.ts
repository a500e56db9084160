import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { freePorts } from './processes.mjs'

/** Who answers at an address. */
export interface BackendPod {
  pod: string
  app: string
  version: string
}

export interface Behaviour {
  /** Share of the requests that it fails with a 500, 0–1. */
  errorRate?: number
  latencyMs?: number
}

/** What a client gets, as JSON. */
export interface BackendAnswer extends BackendPod {
  /** The request's headers as they arrived. */
  headers: Record<string, string | string[] | undefined>
}

/** HTTP servers that stand in for the containers of pods, each at a loopback address of its own. */
export interface Backends {
  /** The same at every address. */
  port: number
  /** Starts to answer for a pod and answers its address, 127.244.x.y. */
  open(pod: BackendPod): Promise<string>
  /** From now on connections to the address are refused, as to a pod that is gone. */
  close(address: string): Promise<void>
  /** Of all pods of a version, those to come included. */
  behave(app: string, version: string, behaviour: Behaviour): void
  /** Requests that reached the version so far, mirrored ones among them. */
  received(app: string, version: string): number
  stop(): Promise<void>
}

/** Starts without any pod. All servers live in this process. */
export async function startBackends(): Promise<Backends> {
  const [port] = await freePorts(1)
  if (port === undefined) throw new Error('no port is free')
  const servers = new Map<string, Server>()
  const behaviours = new Map<string, Behaviour>()
  const counts = new Map<string, number>()
  const key = (app: string, version: string) => `${app} ${version}`
  let opened = 0

  const answer = async (who: BackendPod, request: IncomingMessage, response: ServerResponse) => {
    request.resume()
    const version = key(who.app, who.version)
    const before = counts.get(version) ?? 0
    counts.set(version, before + 1)
    const { errorRate = 0, latencyMs = 0 } = behaviours.get(version) ?? {}
    if (latencyMs > 0) await delay(latencyMs)
    // Evenly spread, not drawn: ten requests at a rate of 0.3 fail exactly three times.
    const fails = Math.floor((before + 1) * errorRate) > Math.floor(before * errorRate)
    const body: BackendAnswer = { ...who, headers: request.headers }
    response.writeHead(fails ? 500 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }

  const close = async (address: string) => {
    const server = servers.get(address)
    servers.delete(address)
    if (!server) return
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }

  return {
    port,
    open: async (pod) => {
      opened += 1
      const address = `127.244.${opened >> 8}.${opened & 255}`
      const server = createServer((request, response) => void answer(pod, request, response))
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, address, resolve)
      })
      servers.set(address, server)
      return address
    },
    close,
    behave: (app, version, behaviour) => behaviours.set(key(app, version), behaviour),
    received: (app, version) => counts.get(key(app, version)) ?? 0,
    stop: async () => {
      await Promise.all([...servers.keys()].map(close))
    },
  }
}
