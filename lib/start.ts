import { app } from './composition'
import { watchAnswers } from './http/encoding'
import { openFrontDoor } from './http/front-door'
import { closeAllStreams } from './http/sse'
import { openOwnPort } from './own-metrics/own-port'
import { log } from './log'

interface StartState {
  begun: boolean
  done: boolean
  /** Words of what keeps the process from working. */
  failed?: string
}

const shared = globalThis as { aviaryStart?: StartState }

export const started = (): StartState => (shared.aviaryStart ??= { begun: false, done: false })

const retryMs = 3000

/**
 * Called once by instrumentation. Wrong settings end the process; a database that is away is waited for,
 * and readyz says so meanwhile.
 */
export function start(): void {
  const state = started()
  if (state.begun) return
  state.begun = true
  watchAnswers()
  try {
    // `next dev` brings its changes to the page by a WebSocket.
    const { NEXTAUTH_URL, NODE_ENV, OWN_METRICS_PORT, OWN_METRICS_HOST } = app().env
    openFrontDoor(NEXTAUTH_URL, { upgrades: NODE_ENV === 'development' })
    if (OWN_METRICS_PORT !== undefined)
      openOwnPort({
        host: OWN_METRICS_HOST,
        port: OWN_METRICS_PORT,
        read: () => app().ports.ownMetrics(),
        onError: (error) => log('metrics').error({ err: error }, `the port ${OWN_METRICS_PORT} of /metrics`),
      })
  } catch (error) {
    process.stderr.write(`${words(error)}\n`)
    process.exit(78)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      closeAllStreams()
      setTimeout(() => process.exit(0), 5000).unref()
      void app()
        .stop()
        .catch((error: unknown) => log('start').error({ err: error }, 'could not stop in order'))
        .finally(() => process.exit(0))
    })
  void begin(state)
}

async function begin(state: StartState): Promise<void> {
  for (;;) {
    try {
      await app().start()
      state.done = true
      delete state.failed
      return
    } catch (error) {
      state.failed = words(error)
      log('start').error({ err: error }, 'not started yet')
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }
}

const words = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Each dependency and its state; ready when the database takes writes and the cluster has been read. */
export async function readiness(): Promise<{
  ready: boolean
  dependencies: Record<string, { ok: boolean; detail?: string }>
}> {
  const state = started()
  if (!state.done)
    return { ready: false, dependencies: { start: { ok: false, detail: state.failed ?? 'starting' } } }
  const { ports } = app()
  const database = await ports.store.ping().then(
    () => ({ ok: true }),
    (error: unknown) => ({ ok: false, detail: words(error) }),
  )
  const clusters = Object.fromEntries(
    ports.clusters.names().map((name) => {
      const { synced, detail } = ports.clusters.health(name)
      return [`cluster ${name}`, { ok: synced, ...(detail === undefined ? {} : { detail }) }]
    }),
  )
  const metrics = ports.metrics.health()
  const dependencies = {
    database,
    ...clusters,
    metrics: { ok: metrics.ok, ...(metrics.detail === undefined ? {} : { detail: metrics.detail }) },
  }
  const ready = database.ok && Object.values(clusters).every(({ ok }) => ok)
  return { ready, dependencies }
}
