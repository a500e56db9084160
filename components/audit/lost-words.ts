import { formatCount } from '@/components/ui/format-number'
import type { IncidentDto } from '@/lib/contracts/audit-checkpoints'

/** How much of the log is surely missing or another one, as far as a checkpoint can tell. */
export function lostWords({ kind, lost, head }: Pick<IncidentDto, 'kind' | 'lost' | 'head'>): string {
  if (kind === 'other-chain')
    return `The signed log reached event ${lost.seq} of chain ${lost.chain}; this one is of another chain and ends at event ${head.seq}.`
  if (kind === 'shorter') {
    const missing = lost.seq - head.seq
    const count = missing === 1 ? '1 event is' : `at least ${formatCount(missing)} events are`
    return `The signed log reached event ${lost.seq}, this one ended at event ${head.seq}: ${count} missing.`
  }
  return `Event ${lost.seq} is another one than was signed. From some event before it on, the log is not what it was.`
}
