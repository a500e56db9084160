import { cn } from '@/lib/cn'

/** What every node has in common: it fades when out of focus, and shows that it is selected. */
export function nodeFrame(data: { selected: boolean; dimmed: boolean }, className: string): string {
  return cn(
    'size-full overflow-hidden text-left text-xs transition-opacity duration-200',
    data.dimmed && 'opacity-20',
    data.selected && 'ring-2 ring-(--focus) ring-offset-2 ring-offset-(--bg)',
    className,
  )
}
