import { createHash, randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Logger } from 'pino'
import type { Auth } from './auth/create-auth'
import { createAuth } from './auth/create-auth'
import { newSecret } from './auth/credentials'
import { readPolicy } from './auth/policy'
import { policySchema } from './auth/policy-schema'
import { hashText, policySource } from './auth/policy-source'
import { sealedAnswers } from './auth/sealed-answers'
import { createSealer } from './auth/sealer'
import { createHttpSender } from './calls/http-sender'
import { parseTargets } from './calls/targets-file'
import { checkpointFile } from './checkpoint-file'
import type { Viewer } from './domain/access/viewer'
import type { KubernetesIdentity } from './domain/kubernetes/identity'
import { groupsOf, subjectOf } from './domain/kubernetes/subject'
import type { IdempotencyStore } from './domain/ports'
import type { Engine } from './engine/loop'
import { startEngine } from './engine/loop'
import { sendCalls } from './engine/send-calls'
import type { Env } from './env'
import { env } from './env'
import { createLiveBus } from './http/live-bus'
import { sharedText } from './http/shared-text'
import { closeStreamsOf, streamCounts } from './http/sse'
import type { RunningClusters } from './kube/clusters'
import { createClusters } from './kube/clusters'
import { parseLinks } from './links-file'
import { log, setLogLevel } from './log'
import { parseMetricsFile } from './metrics/custom/settings'
import { prometheusAccess } from './metrics/from-environment'
import { createMetrics } from './metrics/metrics-source'
import type { Meters } from './own-metrics/meters'
import { createMeters } from './own-metrics/meters'
import { countedClusters } from './own-metrics/counted-clusters'
import { countedSender } from './own-metrics/counted-sender'
import { countedStore } from './own-metrics/counted-store'
import { readState } from './own-metrics/read-state'
import { createStateGauges } from './own-metrics/state-gauges'
import { createPolicyKeeper } from './services/access/policies/policy-keeper'
import { createTelemetryTargets } from './services/telemetry-targets'
import { watchRollback } from './services/audit/watch-rollback'
import { createFlagRecorder } from './services/flags/flag-recorder'
import { publishChanges } from './services/live/publish-changes'
import { relayChanges } from './services/live/relay-changes'
import { createLiveGraphs } from './services/topology/live-graphs'
import { createRouteRecorder } from './services/replay/route-recorder'
import type { Ports, ServiceContext } from './services/context'
import type { GraphFeed } from './services/topology/graph-port'
import { settingsFile } from './settings-file'
import type { Stores } from './store/create-stores'
import { createStores } from './store/create-stores'
import { rolloutSource } from './traffic/rollouts/rollout-source'
import { routers } from './traffic/routers'
import { createTraefikApi } from './traffic/traefik/api-client'
import { traefikReports } from './traffic/traefik/reports'
import { podsOfVersions } from './traffic/version-pods'
import { versionsOfService } from './traffic/versions-of-service'

export const version = '0.1.0'

export interface App {
  env: Env
  log: Logger
  ports: Ports
  idempotency: IdempotencyStore
  auth: Auth
  stores: Stores
  meters: Meters
  context(viewer: Viewer, requestId: string): ServiceContext
  /** Begins watching and, where switched on, the engine. */
  start(): Promise<void>
  stop(): Promise<void>
}

const engineViewer: Viewer = {
  issuer: 'aviary',
  subject: 'engine',
  name: 'Aviary',
  groups: [],
  via: 'engine',
  credentialId: 'engine',
  expiresAt: '9999-12-31T23:59:59Z',
}

/** The one App of this process. Next loads modules more than once, so it lives on globalThis. */
export function app(): App {
  const shared = globalThis as { aviaryApp?: App }
  return (shared.aviaryApp ??= build(env()))
}

function build(settings: Env): App {
  setLogLevel(settings.LOG_LEVEL)
  const logger = log('aviary')
  const stores = createStores({
    url: settings.DATABASE_URL,
    expectedMigrations: migrations(),
    onPoolError: (error) => logger.warn({ err: error }, 'a database connection was lost'),
  })
  const meters = createMeters(version)
  const store = countedStore(stores.store, meters)
  const clusters = countedClusters(
    createClusters({
      ...(settings.KUBECONFIG === undefined ? {} : { kubeconfig: settings.KUBECONFIG }),
      version,
    }),
    meters,
  )
  const targets = createTelemetryTargets(clusters, Object.values(routers))
  const metrics = createMetrics({
    ...prometheusAccess(settings),
    targets,
    onQuery: (query) => meters.query(query),
    custom: customSources(settings.AVIARY_METRICS, (error) =>
      logger.error({ err: error }, 'the metrics file is not acceptable; the last good one stays'),
    ),
  })
  const traefikApi =
    settings.TRAEFIK_API_URL === undefined
      ? undefined
      : createTraefikApi({
          url: settings.TRAEFIK_API_URL,
          onError: (error) => logger.warn({ err: error }, "Traefik's API does not answer"),
        })
  const holder = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`
  const policies = createPolicyKeeper({
    store,
    file: policySource(settings.AVIARY_POLICY, (error) =>
      logger.error({ err: error }, 'the policy file is not acceptable; the last good one stays'),
    ),
    read: readPolicy,
    schema: policySchema,
    hash: hashText,
    newId: randomUUID,
    holder,
    report: (error) =>
      logger.error({ err: error }, 'the access policy could not be read; the last good one stays'),
  })
  const callTargets =
    settings.AVIARY_CALLS === undefined
      ? () => []
      : settingsFile(settings.AVIARY_CALLS, parseTargets, (error) =>
          logger.error({ err: error }, 'the calls file is not acceptable; the last good one stays'),
        )
  const links =
    settings.AVIARY_LINKS === undefined
      ? () => []
      : settingsFile(settings.AVIARY_LINKS, parseLinks, (error) =>
          logger.error({ err: error }, 'the links file is not acceptable; the last good one stays'),
        )
  const callSender = countedSender(createHttpSender(callTargets), meters)
  const setState = createStateGauges(meters.registry)
  let engine: Engine | undefined
  let graphs: GraphFeed | undefined
  const ports: Ports = {
    get graphs() {
      return (graphs ??= createLiveGraphs({
        ports,
        changes: stores.changes,
        share: sharedText,
        replica: randomUUID().slice(0, 8),
        ticked: (ms) => meters.graphTicked(ms),
      }))
    },
    clusters,
    identity: identityOf(settings, clusters),
    routers,
    rollouts: rolloutSource,
    metrics,
    telemetryTargets: targets,
    routeReports: traefikApi === undefined ? [] : [traefikReports(traefikApi)],
    versionsOf: versionsOfService,
    podsOf: podsOfVersions,
    links,
    store,
    tokens: stores.tokens,
    sessions: stores.sessions,
    sessionLimits: { idleMinutes: settings.SESSION_IDLE_MINUTES, hours: settings.SESSION_HOURS },
    endStreams: closeStreamsOf,
    snapshots: stores.snapshots,
    bus: createLiveBus(),
    policies,
    policy: () => policies.policy(),
    releaseRules: () => policies.policy().releases,
    callTargets,
    callSender,
    version,
    publicUrl: settings.NEXTAUTH_URL,
    auditGenesis: () => stores.auditGenesis(),
    auditPages: (fromSeq, toSeq) => stores.auditPages(fromSeq, toSeq),
    outsideCheckpoints: outsideCheckpoints(settings),
    sha256: (bytes) => createHash('sha256').update(bytes).digest(),
    newId: randomUUID,
    newSecret: () => newSecret('avy_'),
    ownMetrics: async () => {
      setState(await readState({ store, clusters, metrics, streams: streamCounts, now: () => new Date() }))
      return meters.registry.metrics()
    },
    splitJudged: (state) => meters.splitJudged(state),
    pokeEngine: () => engine?.poke(),
  }
  const context = (viewer: Viewer, requestId: string): ServiceContext => ({
    viewer,
    requestId,
    now: () => new Date(),
    ports,
    intentRecorded: { value: false },
  })
  let stopPublishing: () => void = () => undefined
  let stopComparing: () => void = () => undefined
  let stopRelaying: () => Promise<void> = () => Promise.resolve()
  return {
    env: settings,
    log: logger,
    ports,
    idempotency: sealedAnswers(stores.idempotency, createSealer(settings.NEXTAUTH_SECRET, 'kept answers')),
    stores,
    meters,
    auth: createAuth(settings, {
      sessions: stores.sessions,
      tokens: stores.tokens,
      record: (event) => store.audit.append(event),
      onEnd: closeStreamsOf,
      onTrouble: (words) => logger.warn(`the identity provider: ${words}`),
    }),
    context,
    start: async () => {
      const schema = await stores.check()
      if (!schema.ok) throw new Error(schema.problems.join(' '))
      await policies.start()
      // Before anything acts: the database may be an earlier state of itself.
      stopComparing()
      stopComparing = await watchRollback({
        context: () => context(engineViewer, randomUUID()),
        onFound: (found) => logger.error({ found }, 'checkpoints of the audit log'),
        onError: (error) =>
          logger.warn({ err: error }, 'checkpoints could not be compared with the audit log'),
      })
      stopPublishing = publishChanges(ports)
      stopRelaying = relayChanges({
        bell: stores.bell,
        changes: stores.changes,
        store,
        bus: ports.bus,
        onError: (error) => logger.warn({ err: error }, 'what other replicas stored cannot be read'),
      })
      await clusters.start()
      if (settings.AVIARY_ENGINE === 'on')
        engine = startEngine({
          context: () => context(engineViewer, randomUUID()),
          leader: stores.leader,
          flags: createFlagRecorder(ports, log('flags')),
          routes: createRouteRecorder(ports, log('routes')),
          calls: sendCalls({ log: log('calls') }),
          tried: new Map(),
          holder,
          log: log('engine'),
          ticked: (tick) => meters.engineTicked(tick),
        })
    },
    stop: async () => {
      policies.stop()
      stopComparing()
      stopPublishing()
      graphs?.stop()
      await stopRelaying()
      await engine?.stop()
      await clusters.stop()
      await traefikApi?.close()
      await callSender.close()
      await stores.close()
    },
  }
}

/** In whose name clusters are written to, and who is asked before it. */
function identityOf(settings: Env, { review }: Pick<RunningClusters, 'review'>): KubernetesIdentity {
  const mode = settings.KUBERNETES_IDENTITY
  if (mode !== 'sar') return { mode }
  const names = {
    userClaim: settings.KUBERNETES_USER_CLAIM,
    userPrefix: settings.KUBERNETES_USER_PREFIX,
    groupsPrefix: settings.KUBERNETES_GROUPS_PREFIX,
  }
  return {
    mode,
    review,
    subjectOf: (viewer) => subjectOf(viewer, names),
    groupsOf: (groups) => groupsOf(groups, names),
  }
}

function outsideCheckpoints({ AVIARY_CHECKPOINT_KEY: key, AVIARY_CHECKPOINT_FILE: file }: Env) {
  return key === undefined || file === undefined ? undefined : checkpointFile(key, file)
}

/** Telemetry that operators describe, read again when its file changes. */
function customSources(path: string | undefined, report: (error: unknown) => void) {
  return path === undefined ? () => [] : settingsFile(path, parseMetricsFile, report)
}

/** Read at run time from the folder that ships beside the server. */
function migrations(): string[] {
  return readdirSync('prisma/migrations', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}
