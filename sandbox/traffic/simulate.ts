import { createContainerMetrics } from './container-metrics'
import { createIstioMetrics } from './istio-metrics'
import type { Mesh } from './mesh'
import { crowd, rhythm } from './population'
import { seededRandom } from './random'
import type { Sample } from './sample'
import { ScriptedWorkloads } from './scripted-workloads'
import { createTraefikMetrics } from './traefik/metrics'
import { TraefikProxy } from './traefik/proxy'
import { Visitors } from './traefik/visitors'
import { Traveller } from './traveller'

export interface Simulation {
  /** Sends the requests of `tickMs` milliseconds that end at `now` (Unix milliseconds) through the mesh. */
  tick(mesh: Mesh, now: number, tickMs: number): void
  samples(): readonly Sample[]
}

/** The request-level simulation: no clock, no I/O, all randomness from the seed. */
export function createSimulation({ seed }: { seed: number }): Simulation {
  const random = seededRandom(seed)
  const istio = createIstioMetrics()
  const traefik = createTraefikMetrics()
  const visitors = new Visitors(random)
  const people = crowd()
  const load = rhythm(random)
  const containers = createContainerMetrics()
  const scripted = new ScriptedWorkloads()
  let current: Mesh | undefined
  return {
    tick(mesh, now, tickMs) {
      if (mesh !== current) {
        const { instances, services, routers } = mesh.traefik
        istio.retain(mesh.reporters)
        scripted.take(mesh.upstreams.pods.byName.values())
        containers.take([...mesh.upstreams.pods.ready.values()].flat())
        traefik.retain(new Set(instances.map(({ instance }) => instance)), services, routers)
      }
      current = mesh
      visitors.now = now
      scripted.act(now)
      const travel = new Traveller(mesh, istio, random, containers.served)
      const proxy = new TraefikProxy(
        mesh.traefik.instances,
        traefik,
        visitors,
        random,
        (source, upstream, person) => travel.serve(source, upstream, person, 0),
      )
      const factor = load(now, tickMs)
      for (const { source, via, host, path, rps } of mesh.entries) {
        for (let left = random.poisson((rps * factor * tickMs) / 1000); left > 0; left -= 1) {
          const person = people[Math.floor(random.next() * people.length)]
          if (!person) continue
          const request = path === '/' ? person : { ...person, path }
          if (via === 'traefik') proxy.take(request, host)
          else travel.send(source, via, host, request, 0)
        }
      }
      containers.tick(tickMs)
    },
    samples: () => [...istio.samples(), ...traefik.samples(), ...containers.samples()],
  }
}
