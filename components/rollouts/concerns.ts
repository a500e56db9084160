import type { OperationDto } from '@/lib/contracts/moves'

/** Whether an operation changed, or meant to change, a workload. */
export function concerns(
  { diff, outcome }: Pick<OperationDto, 'diff' | 'outcome'>,
  workload: { kind: string; name: string },
): boolean {
  if (outcome === 'dry-run') return false
  return diff.some(({ object }) => object.kind === workload.kind && object.name === workload.name)
}
