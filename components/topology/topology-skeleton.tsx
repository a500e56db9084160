import { Skeleton } from '@/components/ui/skeleton'

const blocks = [
  'left-[6%] top-[44%] h-14 w-32',
  'left-[26%] top-[44%] h-14 w-36',
  'left-[46%] top-[26%] h-44 w-64',
  'left-[46%] top-[66%] h-14 w-36',
  'left-[80%] top-[30%] h-14 w-36',
  'left-[80%] top-[58%] h-14 w-36',
]

/** The shape of a graph while the first one is on its way; shown only after 300 ms. */
export function TopologySkeleton() {
  return (
    <div role="status" className="relative size-full overflow-hidden">
      <span className="sr-only">Loading the topology</span>
      {blocks.map((place) => (
        <Skeleton key={place} className={`absolute ${place}`} />
      ))}
    </div>
  )
}
