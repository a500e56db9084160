import { createSecureContext } from 'node:tls'
import type { Agent } from 'undici'
import { DomainError } from '@/lib/domain/errors'
import { guardedAgent } from '@/lib/guarded-agent'

/** PEM texts; a `cert` comes with its `key`. */
export interface TlsFiles {
  ca?: string
  cert?: string
  key?: string
}

export interface Connections {
  /** The pool for the next request. Throws `metrics-unavailable` when there never were usable certificates. */
  agent(): Agent
  close(): Promise<void>
}

const connectTimeoutMs = 3_000
const perPool = 8
const lookEveryMs = 1_000

/**
 * Pools of connections. Certificates are read again at most once a second; new ones get a new pool, while the requests
 * of the old one end. A rotation that is half done, or wrong, leaves the last good ones, and `onError` hears of it.
 */
export function createConnections(
  maxResponseSize: number,
  tls: (() => TlsFiles) | undefined,
  onError: (error: unknown) => void,
): Connections {
  const pool = (files: TlsFiles) =>
    guardedAgent({
      connections: perPool,
      connect: { timeout: connectTimeoutMs, ...files },
      maxResponseSize,
    })
  if (tls === undefined) {
    const only = pool({})
    return { agent: () => only, close: () => only.destroy() }
  }

  let current: { agent: Agent; seen: string } | undefined
  let refused = ''
  let reported = ''
  let lookedAt = Number.NEGATIVE_INFINITY

  const renew = (): void => {
    const files = tls()
    const seen = JSON.stringify(files)
    if (seen === current?.seen || seen === refused) return
    refused = seen
    // Throws where certificate and key are no pair.
    createSecureContext(files)
    const old = current?.agent
    current = { agent: pool(files), seen }
    refused = ''
    reported = ''
    old?.close().catch(onError)
  }

  return {
    agent() {
      if (performance.now() - lookedAt >= lookEveryMs) {
        lookedAt = performance.now()
        try {
          renew()
        } catch (error) {
          if (current === undefined) throw unusable(error)
          // Once for each trouble, not once a second.
          if (String(error) !== reported) onError(error)
          reported = String(error)
        }
      }
      if (current === undefined) throw unusable()
      return current.agent
    },
    close: async () => {
      await current?.agent.destroy()
    },
  }
}

function unusable(cause?: unknown): DomainError {
  return new DomainError(
    'metrics-unavailable',
    'The certificates for Prometheus cannot be used.',
    {},
    { cause },
  )
}
