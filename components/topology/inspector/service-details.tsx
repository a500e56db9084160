'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { FindingList } from '@/components/traffic/finding-list'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { formatRate } from '@/components/ui/format-number'
import { formatDuration } from '@/components/ui/format-time'
import { Health } from '@/components/ui/health'
import { QueryState } from '@/components/ui/query-state'
import { cn } from '@/lib/cn'
import type { ServiceDetailDto } from '@/lib/contracts/services'
import type { GraphNodeDto } from '@/lib/contracts/topology'
import { ApiProblem } from '@/lib/queries/api-problem'
import { apiPath } from '@/lib/queries/fetch-json'
import { serviceQuery } from '@/lib/queries/services'
import { badgeSign } from '../badges'
import { releaseWords } from '../describe'
import { parentOf, type GraphIndex } from '../graph-index'
import { serviceName, shortName } from '../names'
import { RoutesList } from './routes-list'
import { Section } from './section'
import { SplitSections } from './split-sections'
import { TrafficByProtocol } from './traffic-by-protocol'
import { TrafficList } from './traffic-list'
import { Trend } from './trend'
import { VersionsTable } from './versions-table'

const dataPlanes = {
  istio: 'Istio',
  'gateway-api': 'Gateway API',
  traefik: 'Traefik',
  kubernetes: 'Kubernetes',
} as const

interface ServiceDetailsProps {
  index: GraphIndex
  /** A service, or one of its versions. */
  node: GraphNodeDto
  /** Seconds. */
  window: number
  onSelect: (id: string) => void
}

/** A service as far as one can act on it from the graph: its split to move, its versions, routes and findings. */
export function ServiceDetails({ index, node, window, onSelect }: ServiceDetailsProps) {
  const parent = parentOf(index, node)
  const service = parent ?? node
  const ref = { cluster: node.cluster, namespace: node.namespace, name: serviceName(node, parent) }
  const query = useQuery(serviceQuery(ref))
  const nowhere = query.data === undefined && query.error instanceof ApiProblem && query.error.status === 404
  const page = apiPath('services', ref.cluster, ref.namespace, ref.name)
  const version = parent === undefined ? undefined : shortName(node)
  return (
    <>
      <div className="flex flex-wrap gap-1.5">
        <Badge>
          <Health health={node.health} />
        </Badge>
        {query.data?.dataPlanes.map((dataPlane) => (
          <Badge key={dataPlane}>{dataPlanes[dataPlane]}</Badge>
        ))}
        <Badge>{formatRate(node.in.rate)} rps</Badge>
        {version !== undefined && <Badge>version {version}</Badge>}
        {owners(query.data).map(({ tool, name, note }) => (
          <Badge key={`${tool} ${name}`} title={note}>
            owner: {tool}
          </Badge>
        ))}
        {[...new Set([...service.badges, ...node.badges])].map((badge) => {
          const { word, meaning, tone } = badgeSign(badge)
          return (
            <Badge key={badge} title={meaning} tone={tone === 'degraded' ? 'degraded' : 'neutral'}>
              {word}
            </Badge>
          )
        })}
      </div>
      {node.health.state !== 'ok' && <p className="text-sm text-muted">{node.health.reason}</p>}
      {service.release !== undefined && (
        <Section title="Release">
          <Link
            href={apiPath('releases', service.release.id)}
            className="flex items-center justify-between rounded-lg border border-canary px-3 py-2 text-sm hover:bg-canary-soft"
          >
            <span className="font-medium">{releaseWords(service.release)}</span>
            <span className="text-muted">open →</span>
          </Link>
        </Section>
      )}
      {nowhere ? (
        <p className="text-sm text-muted">
          No Kubernetes service of this name stands in front of it, so there is no traffic to move here.
        </p>
      ) : (
        <QueryState query={query} title="The service could not be read">
          {(detail) => (
            <>
              <SplitSections service={detail} />
              <VersionsTable service={detail} highlighted={version} />
              {detail.findings.length > 0 && (
                <Section title="Findings" aside={`${detail.findings.length} open`}>
                  <FindingList findings={detail.findings} />
                </Section>
              )}
              <Trend service={detail} />
              <RoutesList routes={detail.routes} />
            </>
          )}
        </QueryState>
      )}
      <TrafficByProtocol index={index} of={node.id} aside={`last ${formatDuration(window)}`} />
      <TrafficList index={index} of={node.id} onSelect={onSelect} />
      <div className={cn('flex flex-wrap gap-2', nowhere && 'hidden')}>
        <Button asChild size="sm">
          <Link href={page}>Open {ref.name}</Link>
        </Button>
        {service.release === undefined && (
          <Button asChild size="sm">
            <Link
              href={`/releases/new?service=${encodeURIComponent(`${ref.cluster}/${ref.namespace}/${ref.name}`)}`}
            >
              Start a release
            </Link>
          </Button>
        )}
      </div>
    </>
  )
}

function owners(service: ServiceDetailDto | undefined) {
  const found = service?.routes.flatMap(({ owner }) => (owner === undefined ? [] : [owner])) ?? []
  return [...new Map(found.map((owner) => [`${owner.tool} ${owner.name}`, owner])).values()]
}
