import { asCluster, readManifests } from '@/sandbox/traffic/manifest-objects'
import { compileMesh } from '@/sandbox/traffic/mesh'
import type { Sample } from '@/sandbox/traffic/sample'
import { createSimulation } from '@/sandbox/traffic/simulate'

const tickMs = 200
/** Of traffic before the first scrape, so that it shows something. */
const beforeMs = 1000

/** The counters of a shop whose time passes with its scrapes. */
export function simulatedShop(): () => readonly Sample[] {
  const simulation = createSimulation({ seed: 7 })
  const mesh = compileMesh(asCluster(readManifests()))
  let simulated = Date.now() - beforeMs
  return () => {
    for (; simulated < Date.now(); simulated += tickMs) simulation.tick(mesh, simulated, tickMs)
    return simulation.samples()
  }
}
