import type { Timeline } from './timeline'
import { parseTimeline, valueAt } from './timeline'

/** A script from the moment on when it was first seen. */
export interface RunningScript {
  text: string
  since: number
  timeline: Timeline | undefined
}

/** Remembers since when the script of each thing has been running; another text begins anew. */
export class RunningScripts {
  private readonly known = new Map<string, RunningScript>()

  /** The value that a script gives to a name now; nothing for a script that cannot be read. */
  value(key: string, text: string, name: string, now: number): number | undefined {
    const { timeline, since } = this.run(key, text, now)
    return timeline && valueAt(timeline, name, now - since)
  }

  /** Forgets the scripts of all other things. */
  retain(alive: (key: string) => boolean): void {
    for (const key of this.known.keys()) if (!alive(key)) this.known.delete(key)
  }

  private run(key: string, text: string, now: number): RunningScript {
    const known = this.known.get(key)
    if (known?.text === text) return known
    const begun = { text, since: now, timeline: parseTimeline(text) }
    this.known.set(key, begun)
    return begun
  }
}
