import { sha256 } from '@noble/hashes/sha2.js'
import type { Viewer } from '@/lib/domain/access/viewer'
import type { Policy } from '@/lib/domain/access/decide'
import type { LeaderStore } from '@/lib/domain/ports'
import type { CallTarget } from '@/lib/domain/release/call-target'
import type { Ports, ServiceContext } from '@/lib/services/context'
import { rolloutSource } from '@/lib/traffic/rollouts/rollout-source'
import { routers } from '@/lib/traffic/routers'
import { podsOfVersions } from '@/lib/traffic/version-pods'
import { versionsOfService } from '@/lib/traffic/versions-of-service'
import { createSimClient } from './cluster/client'
import { shop } from './cluster/start-objects'
import { WatchedView, watchLag } from './cluster/watched-view'
import type { Owner } from './kernel/scheduler'
import { createSimMetrics } from './metrics/sim-metrics'
import { plantedClient, plantedStore } from './plants'
import { leaderStore } from './store/leader'
import { createSimStore, loneSession } from './store/sim-store'
import type { World } from './world'

/** One replica of the server from its start to its end, with ports and a clock of its own. */
export interface SimProcess {
  owner: Owner
  ports: Ports
  leader: LeaderStore
  context(viewer: Viewer): ServiceContext
  /** Sets its clock, milliseconds ahead of the world's. */
  skew: number
}

const everybody = { cluster: '*', namespace: '*', service: '*' }
const policy: Policy = { bindings: [{ group: 'crew', role: 'admin', effect: 'allow', scope: everybody }] }

/** Somebody who is called about everything, so that calls are stored with their causes. */
const callTargets: readonly CallTarget[] = [{ name: 'chat', scope: everybody }]

const unused = (): never => {
  throw new Error('no simulation uses this port')
}

/** Starts a replica: its cache is filled at once, from then on its watch may lag. */
export function startProcess(world: World, name: string): SimProcess {
  const owner: Owner = { name, alive: true, stalledUntil: 0 }
  const random = world.random.fork(1000 + world.scheduler.turns * 7 + name.length)
  const { scheduler, server, tally } = world
  const watched = new WatchedView(
    server,
    shop.cluster,
    () => world.now,
    watchLag(random, world.scenario.worstLag),
  )
  const client = plantedClient(
    createSimClient({
      scheduler,
      server,
      owner,
      network: world.outside,
      random,
      tally,
      trouble: () => world.clusterTrouble(),
      halfDone: () => world.onHalfDone(),
      denying: () => world.troubled && world.deniedUntil > world.now,
    }),
    world.plant,
  )
  const storeParts = {
    database: world.database,
    scheduler,
    owner,
    random,
    tally,
    trouble: () => world.storeTrouble(),
  }
  const store = plantedStore(createSimStore(storeParts), world.plant)
  const health = { connected: true, ageSeconds: 0, synced: true, unread: [], dataPlanes: ['istio' as const] }
  const ports: Ports = {
    clusters: {
      names: () => [shop.cluster],
      view: (cluster) => (cluster === shop.cluster ? watched.view : undefined),
      client: () => client,
      health: (cluster) => ({ cluster, ...health }),
      onChange: () => () => undefined,
    },
    identity: { mode: 'service-account' },
    routers,
    metrics: createSimMetrics({
      scheduler,
      owner,
      traffic: world.traffic,
      random,
      tally,
      mood: () => (world.troubled ? world.mood : 'well'),
    }),
    rollouts: rolloutSource,
    telemetryTargets: () => [],
    routeReports: [],
    versionsOf: versionsOfService,
    podsOf: podsOfVersions,
    links: () => [],
    store,
    tokens: { create: unused, findByHash: unused, get: unused, list: unused, revoke: unused, used: unused },
    sessions: {
      create: unused,
      find: unused,
      touch: unused,
      claimCheck: unused,
      checkFailed: unused,
      checked: unused,
      list: unused,
      get: unused,
      revoke: unused,
      groupsOf: unused,
      ofProvider: unused,
      takeLogoutToken: unused,
    },
    sessionLimits: { idleMinutes: 60, hours: 8 },
    endStreams: unused,
    snapshots: {
      list: unused,
      add: unused,
      revisions: unused,
      newest: unused,
      at: unused,
      changes: unused,
      since: unused,
    },
    graphs: { read: unused, follow: unused, poke: unused, stop: unused },
    bus: { publish: () => undefined, subscribe: () => () => undefined, since: () => [], lastId: () => 0 },
    policy: () => policy,
    policies: { policy: unused, problems: unused, refresh: unused, read: unused, schema: unused },
    releaseRules: () => world.releaseRules(),
    callTargets: () => callTargets,
    callSender: {
      send: ({ event }) =>
        scheduler.call(owner, `call about ${event}`, () => ({ status: random.pick([200, 200, 503]) })),
    },
    version: 'sim',
    publicUrl: 'https://aviary.example',
    auditGenesis: unused,
    auditPages: unused,
    sha256,
    newId: () => world.newId(),
    newSecret: unused,
    ownMetrics: () => Promise.resolve(''),
    splitJudged: () => undefined,
    pokeEngine: () => undefined,
  }
  const process: SimProcess = {
    owner,
    ports,
    leader: leaderStore(loneSession(storeParts), () => world.now),
    context: (viewer) => ({
      viewer,
      requestId: world.newId(),
      now: () => new Date(world.now + process.skew),
      ports,
      intentRecorded: { value: false },
    }),
    skew: 0,
  }
  return process
}
