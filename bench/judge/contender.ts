import type { Look } from './traffic'

export type Saying = 'pass' | 'fail' | 'open'

/** A judge in the comparison. */
export interface Contender {
  name: string
  /** What it is and how it is set. */
  about: string
  /** Begins one release, having seen the stable version alone; answers what it says after each look. */
  begin: (before: readonly Look[]) => (look: Look) => Saying
  /** Its analysis is over when it passes; the others look on. */
  endsWithPass?: true
}
