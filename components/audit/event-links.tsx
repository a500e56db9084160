import Link from 'next/link'
import type { AuditEventDto } from '@/lib/contracts/audit'
import { cn } from '@/lib/cn'

type Service = NonNullable<AuditEventDto['service']>

const look = 'underline decoration-line-strong underline-offset-2 hover:decoration-current'

/** The service of an event, as a link to its page. */
export function ServiceLink({ service, className }: { service: Service; className?: string }) {
  const { cluster, namespace, name } = service
  const href = `/services/${[cluster, namespace, name].map(encodeURIComponent).join('/')}`
  return (
    <Link href={href} className={cn(look, className)}>
      {name} <span className="text-muted">{namespace}</span>
    </Link>
  )
}

/** The release of an event, by the beginning of its id. */
export function ReleaseLink({ release, className }: { release: string; className?: string }) {
  return (
    <Link href={`/releases/${encodeURIComponent(release)}`} className={cn(look, className)} title={release}>
      release {release.slice(0, 8)}
    </Link>
  )
}
