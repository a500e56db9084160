import { cn } from '@/lib/cn'
import { toneColor, type VersionTone } from './version-tone'

/** A coloured square and the name of a version, with its role in words where it has one. */
export function VersionChip({
  version,
  tone,
  role,
  className,
}: {
  version: string
  tone: VersionTone
  role?: string | undefined
  className?: string
}) {
  return (
    <span className={cn('inline-flex items-center gap-1.5 whitespace-nowrap', className)}>
      <span aria-hidden className="size-2.5 rounded-[3px]" style={{ background: toneColor(tone) }} />
      <span className="font-medium">{version}</span>
      {role !== undefined && <span className="text-muted">{role}</span>}
    </span>
  )
}
