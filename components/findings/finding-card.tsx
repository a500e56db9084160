import Link from 'next/link'
import type { FindingDto } from '@/lib/contracts/common'
import { cn } from '@/lib/cn'
import { serviceOfObject, type NamedService } from './service-of-object'
import { severitySigns } from './finding-filters'

interface FindingCardProps {
  finding: FindingDto
  services: readonly NamedService[]
}

/** One open problem: what it is, what it means, what to do, and on which objects. */
export function FindingCard({ finding, services }: FindingCardProps) {
  const { code, severity, title, detail, remedy, objects } = finding
  const sign = severitySigns[severity]
  const leads = objects.map((object) => serviceOfObject(object, services))
  return (
    <li className="rounded-lg border border-line bg-panel p-4" data-finding={code}>
      <h3 className="flex gap-2 text-base font-semibold">
        <span aria-hidden className={cn('shrink-0', sign.className)}>
          {sign.glyph}
        </span>
        <span className="min-w-0 break-words">{title}</span>
      </h3>
      <p className="mt-1.5 max-w-prose text-sm">{detail}</p>
      <p className="mt-1 max-w-prose text-sm">
        <span className="text-muted">To do: </span>
        {remedy}
      </p>
      <ul className="mt-2.5 flex flex-wrap gap-x-5 gap-y-1 text-sm text-muted" aria-label="Objects">
        {objects.map((object, index) => {
          // One way to a service is enough, however many of its objects are named.
          const service = leads.indexOf(leads[index]) === index ? leads[index] : undefined
          return (
            <li key={`${object.kind}/${object.namespace}/${object.name}`}>
              {object.kind} <span className="text-text">{object.name}</span> in {object.namespace}
              {service !== undefined && (
                <>
                  {' · '}
                  <Link
                    href={`/services/${[service.cluster, service.namespace, service.name].map(encodeURIComponent).join('/')}`}
                    className="text-text underline decoration-line-strong underline-offset-2 hover:decoration-current"
                  >
                    go to {service.name}
                  </Link>
                </>
              )}
            </li>
          )
        })}
      </ul>
    </li>
  )
}
