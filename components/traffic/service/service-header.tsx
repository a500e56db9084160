import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { formatRate } from '@/components/ui/format-number'
import { formatDuration } from '@/components/ui/format-time'
import { Health } from '@/components/ui/health'
import { PageHeader } from '@/components/ui/page-header'
import type { ServiceDetailDto } from '@/lib/contracts/services'
import { ToolLinks } from './tool-links'

const dataPlanes = {
  istio: 'Istio',
  'gateway-api': 'Gateway API',
  traefik: 'Traefik',
  kubernetes: 'Kubernetes',
}
/** Seconds after which the cluster cache is called old. */
const OLD_CACHE = 30

/** Name, health, data planes, owners and the release of a service. */
export function ServiceHeader({ service }: { service: ServiceDetailDto }) {
  const { observed, release, cacheAge } = service
  const owners = new Map(
    service.routes.flatMap(({ owner }) => (owner === undefined ? [] : [[owner.tool, owner]])),
  )
  const rate = observed?.versions.reduce((sum, version) => sum + version.rate, 0) ?? null
  return (
    <PageHeader
      title={service.name}
      qualifier={`${service.namespace} · ${service.cluster}`}
      badges={
        <>
          <Badge>
            <Health health={service.health} />
          </Badge>
          {service.dataPlanes.map((dataPlane) => (
            <Badge key={dataPlane}>{dataPlanes[dataPlane]}</Badge>
          ))}
          {observed !== null && (
            <Badge
              title={`${observed.source}, window ${formatDuration(observed.window)}, ${formatDuration(observed.age)} old`}
            >
              {formatRate(rate)} requests a second
            </Badge>
          )}
          {[...owners.values()].map(({ tool, name, note, drives }) => (
            <Badge key={tool} title={`${name}: ${note}`}>
              {drives === true ? 'driven by' : 'kept by'} {tool}
            </Badge>
          ))}
          {cacheAge > OLD_CACHE && (
            <Badge tone="degraded">◆ cluster state is {formatDuration(cacheAge)} old</Badge>
          )}
          {release !== undefined && (
            <Link href={`/releases/${release.id}`}>
              <Badge tone="canary">
                release {release.state}, step {release.step} of {release.of}
              </Badge>
            </Link>
          )}
        </>
      }
      actions={
        <>
          <ToolLinks service={service} />
          <Button asChild>
            <Link
              href={`/topology?namespaces=${encodeURIComponent(service.namespace)}&find=${encodeURIComponent(service.name)}`}
            >
              In the topology
            </Link>
          </Button>
          {release === undefined && (
            <Button asChild>
              <Link
                href={`/releases/new?service=${encodeURIComponent(`${service.cluster}/${service.namespace}/${service.name}`)}`}
              >
                Start a release
              </Link>
            </Button>
          )}
        </>
      }
    />
  )
}
