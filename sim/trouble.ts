import type { KubeObject } from '@/lib/domain/kube'
import { arrayOf, numberOf, objectOf } from '@/lib/domain/traffic/untyped'
import { routeRef } from './cluster/start-objects'
import type { Random } from './kernel/random'
import type { SimProcess } from './process'
import type { World } from './world'

/** Everything that goes wrong by itself while there is trouble. Each kind has a rhythm of its own. */
export function startTrouble(world: World, replicas: () => SimProcess[]): void {
  const random = world.random.fork(20)
  const { every } = world.scenario
  const again = (mean: number, what: (random: Random) => void) => void loop(world, random, mean, what)

  again(every.jump, () => {
    const forward = random.chance(0.4) ? random.int(1000, 20_000) : 0
    world.scheduler.now += forward
    const process = random.pick(replicas())
    process.skew = random.int(-90_000, 90_000)
    world.tally.count('time jumps')
    world.trace.add(() => `time jumps ${forward} ms, ${process.owner.name} is off by ${process.skew} ms`)
  })
  again(every.drift, () => drift(world, random))
  again(every.denial, () => {
    world.deniedUntil = world.now + random.int(5000, 40_000)
    world.trace.add(() => 'the cluster denies writes for a while')
  })
  again(every.metrics, () => {
    world.mood = random.pick(['gone', 'incomplete', 'late', 'no numbers', 'well', 'well'] as const)
    world.trace.add(() => `metrics are ${world.mood}`)
  })
  again(every.pods, () => podsFail(world, random))
}

async function loop(
  world: World,
  random: Random,
  mean: number,
  what: (random: Random) => void,
): Promise<void> {
  if (mean === Infinity) return
  for (;;) {
    await world.scheduler.sleep(world.outside, Math.round(mean * (0.3 + random.next() * 1.4)))
    if (!world.troubled) return
    what(random)
  }
}

/** Somebody with kubectl: other weights, a label, or the destination of the canary gone. */
function drift(world: World, random: Random): void {
  const route = world.server.get(routeRef)
  if (!route) return
  const kind = random.weighted({ weights: 6, label: 2, removed: 1 })
  const after = kind === 'label' ? labelled(route, world.scheduler.turns) : rerouted(route, kind, random)
  world.tally.count('drifts')
  world.server.put(after, { manager: 'kubectl-edit' })
}

const labelled = (route: KubeObject, turn: number): KubeObject => ({
  ...route,
  metadata: { ...route.metadata, labels: { ...route.metadata.labels, seen: `t${turn}` } },
})

function rerouted(route: KubeObject, kind: 'weights' | 'removed', random: Random): KubeObject {
  const spec = objectOf(route.spec)
  const share = random.pick([0, 0.15, 0.5, 1])
  const http = arrayOf(spec.http).map((rule) => {
    const entries = arrayOf(objectOf(rule).route).map(objectOf)
    const [stable, canary] = ['v1', 'v2'].map((version) =>
      entries.find((entry) => objectOf(entry.destination).subset === version),
    )
    if (!stable || !canary) return rule
    const both = (numberOf(stable.weight) ?? 0) + (numberOf(canary.weight) ?? 0)
    const moved = kind === 'removed' ? 0 : Math.round(both * share)
    const fresh = entries.map((entry) =>
      entry === stable
        ? { ...entry, weight: both - moved }
        : entry === canary
          ? { ...entry, weight: moved }
          : entry,
    )
    return {
      ...objectOf(rule),
      route: kind === 'removed' ? fresh.filter((_, index) => entries[index] !== canary) : fresh,
    }
  })
  return { ...route, spec: { ...spec, http } }
}

/** The pods of the canary stop being ready, and come back later. */
function podsFail(world: World, random: Random): void {
  const set = (ready: boolean) => {
    for (const pod of world.server.all().filter(isCanaryPod))
      world.server.put(
        {
          ...pod,
          status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
        },
        { manager: 'kubelet', status: true },
      )
  }
  world.tally.count('pods unready')
  world.trace.add(() => 'the pods of v2 are not ready for a while')
  set(false)
  void world.scheduler.sleep(world.outside, random.int(5000, 60_000)).then(() => set(true))
}

const isCanaryPod = ({ kind, metadata }: KubeObject) => kind === 'Pod' && metadata.labels?.version === 'v2'
