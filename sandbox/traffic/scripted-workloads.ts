import { RunningScripts } from '../scripts/running-scripts'
import type { Workload } from './workloads'

/** Lets workloads fail and be slow as their scripts say. The time of a script runs from when it was first seen. */
export class ScriptedWorkloads {
  private workloads: Workload[] = []
  private readonly scripts = new RunningScripts()

  /** The workloads of a cluster that has changed; scripts of those that stayed run on. */
  take(workloads: Iterable<Workload>): void {
    this.workloads = [...new Set(workloads)].filter(({ script }) => script !== '')
    const keys = new Set(this.workloads.map(({ key }) => key))
    this.scripts.retain((key) => keys.has(key))
  }

  act(now: number): void {
    for (const workload of this.workloads) {
      const { key, script } = workload
      workload.latencyMs = this.scripts.value(key, script, 'latency-ms', now) ?? workload.latencyMs
      workload.errorRate = this.scripts.value(key, script, 'error-rate', now) ?? workload.errorRate
    }
  }
}
