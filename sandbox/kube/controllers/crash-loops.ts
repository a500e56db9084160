import { RunningScripts } from '../../scripts/running-scripts'
import { isObject, listAt, numberAt, objectAt, textAt, textMap, valueAt, type JsonObject } from '../json'
import { deploymentKind, podKind, replicaSetKind } from '../kinds'
import { timestamp } from '../objects'
import type { Entry, Store } from '../store'
import { isOwnedBy, writeStatus } from './cluster-writes'

const annotation = 'sandbox.aviary.dev/script'
const firstBackOffMs = 1000
/** A tenth of the kubelet's, so that a loop shows in a minute. */
const longestBackOffMs = 30_000

/** Lets the first container of a Deployment's pods crash, again and again, while its script says `crash-loop=1`. */
export class CrashLoops {
  private readonly scripts = new RunningScripts()
  /** When a crashed pod tries again, by uid. */
  private readonly tries = new Map<string, { at: number; backOffMs: number }>()

  constructor(private readonly store: Store) {}

  look(now: number): void {
    const scripted = [...this.store.each(deploymentKind)].filter((each) => scriptOf(each) !== undefined)
    const crashing = new Set<string>()
    for (const deployment of scripted) {
      const { uid } = deployment.object.metadata
      const value = this.scripts.value(uid, scriptOf(deployment) ?? '', 'crash-loop', now) ?? 0
      if (value > 0) for (const pod of this.podsOf(deployment)) crashing.add(this.crash(pod, now))
    }
    this.scripts.retain((uid) => scripted.some(({ object }) => object.metadata.uid === uid))
    for (const uid of this.tries.keys()) if (!crashing.has(uid)) this.mend(uid)
  }

  private *podsOf(deployment: Entry): Generator<Entry> {
    const { namespace } = deployment.object.metadata
    const sets = [...this.store.each(replicaSetKind, namespace)].filter((set) => isOwnedBy(set, deployment))
    for (const pod of [...this.store.each(podKind, namespace)])
      if (sets.some((set) => isOwnedBy(pod, set)) && textAt(pod.object, 'status', 'phase') === 'Running')
        yield pod
  }

  /** One more restart when its time has come; answers the pod's uid. */
  private crash(pod: Entry, now: number): string {
    const { uid } = pod.object.metadata
    const last = this.tries.get(uid)
    if (last && now < last.at) return uid
    const backOffMs = last ? Math.min(longestBackOffMs, 2 * last.backOffMs) : firstBackOffMs
    this.tries.set(uid, { at: now + backOffMs, backOffMs })
    const message = `back-off ${backOffMs / 1000}s restarting failed container`
    this.write(pod, false, (container) => ({
      ...container,
      ready: false,
      started: false,
      restartCount: (numberAt(container, 'restartCount') ?? 0) + 1,
      state: { waiting: { reason: 'CrashLoopBackOff', message } },
      lastState: { terminated: { exitCode: 1, reason: 'Error', finishedAt: timestamp() } },
    }))
    return uid
  }

  private mend(uid: string): void {
    this.tries.delete(uid)
    const pod = [...this.store.each(podKind)].find(({ object }) => object.metadata.uid === uid)
    if (!pod) return
    const state = { running: { startedAt: timestamp() } }
    this.write(pod, true, (container) => ({ ...container, ready: true, started: true, state }))
  }

  private write(pod: Entry, ready: boolean, change: (container: JsonObject) => JsonObject): void {
    const [first, ...others] = listAt(pod.object, 'status', 'containerStatuses').filter(isObject)
    const conditions = listAt(pod.object, 'status', 'conditions')
      .filter(isObject)
      .map((each) => {
        const status = ready ? 'True' : 'False'
        const concerned = ['Ready', 'ContainersReady'].includes(textAt(each, 'type') ?? '')
        if (!concerned || textAt(each, 'status') === status) return each
        return { ...each, status, lastTransitionTime: timestamp() }
      })
    const containerStatuses = first ? [change(first), ...others] : []
    writeStatus(
      this.store,
      pod,
      { ...objectAt(pod.object, 'status'), conditions, containerStatuses },
      'kubelet',
    )
  }
}

/** The Deployment's own annotation wins over its template's, as in the generator of traffic. */
function scriptOf({ object }: Entry): string | undefined {
  const template = textMap(valueAt(object, 'spec', 'template', 'metadata', 'annotations'))
  return object.metadata.annotations?.[annotation] ?? template[annotation]
}
