'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { RouteDto, ServiceDetailDto } from '@/lib/contracts/services'
import { clustersQuery } from '@/lib/queries/clusters'
import type { MoveRequest } from '@/lib/queries/move-call'
import { useCan } from '@/lib/queries/use-can'
import { MoveDialog } from '../move-dialog'

type Plane = RouteDto['dataPlane']

const names: Readonly<Record<Plane, string>> = {
  istio: 'Istio',
  'gateway-api': 'Gateway API',
  traefik: 'Traefik',
  kubernetes: 'Kubernetes',
}

/** For a service that no routing object addresses: makes one at 100 % stable, after a look at it. */
export function MakeRoute({ service }: { service: ServiceDetailDto }) {
  const [open, setOpen] = useState(false)
  const may = useCan('routes.create', service)
  const clusters = useQuery(clustersQuery())
  const planes = (clusters.data?.items.find(({ name }) => name === service.cluster)?.dataPlanes ?? []).filter(
    (plane) => plane !== 'kubernetes',
  )
  const routed = service.routes.some(({ dataPlane }) => dataPlane !== 'kubernetes')
  if (routed || planes.length === 0 || service.versions.length === 0) return null
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-1">
      <Button
        size="sm"
        data-testid="make-route"
        disabled={!may.allowed}
        title={may.allowed ? undefined : may.reason}
        onClick={() => setOpen(true)}
      >
        Make a route…
      </Button>
      <span className="text-xs text-muted" data-testid={may.allowed ? undefined : 'disabled-reason'}>
        {may.allowed
          ? 'Weights, mirrors and matches need a routing object; it starts with everything on one version.'
          : may.reason}
      </span>
      {open && <MakeRouteForm service={service} planes={planes} onClose={() => setOpen(false)} />}
    </div>
  )
}

interface MakeRouteFormProps {
  service: ServiceDetailDto
  planes: readonly Plane[]
  onClose: () => void
}

function MakeRouteForm({ service, planes, onClose }: MakeRouteFormProps) {
  const versions = service.versions.map(({ version }) => version)
  const [plane, setPlane] = useState<Plane>(planes[0] ?? 'istio')
  const [stable, setStable] = useState(mostPods(service))
  const [gateway, setGateway] = useState('')
  const [hosts, setHosts] = useState('')
  const named = hosts.split(/[\s,]+/).filter((host) => host !== '')
  const request: MoveRequest | null =
    plane === 'traefik' && named.length === 0
      ? null
      : {
          kind: 'create-route',
          service: { cluster: service.cluster, namespace: service.namespace, name: service.name },
          wanted: {
            dataPlane: plane,
            stable,
            versions,
            ...(gateway.trim() === '' ? {} : { gateway: gateway.trim() }),
            ...(named.length === 0 ? {} : { hosts: named }),
          },
        }
  return (
    <MoveDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={`Make a route for ${service.name}`}
      description={`Everything goes to ${stable}; the other versions become destinations at weight 0. Only what is made here can be removed again.`}
      request={request}
      confirm="Make the route"
      done={`${service.name} has a route: everything goes to ${stable}`}
    >
      <div className="flex flex-wrap items-center gap-3">
        <Select
          label="Data plane"
          value={plane}
          onChange={(value) => setPlane(planes.find((one) => one === value) ?? plane)}
          options={planes.map((value) => ({ value, label: names[value] }))}
        />
        <Select
          label="Stable"
          value={stable}
          onChange={setStable}
          options={versions.map((value) => ({ value, label: value }))}
        />
      </div>
      <label className="flex flex-wrap items-center gap-2 text-sm">
        <span className="text-muted">
          {plane === 'traefik' ? 'Hosts (needed)' : 'Hosts (the service’s own when left out)'}
        </span>
        <Input
          data-testid="route-hosts"
          value={hosts}
          onChange={({ target }) => setHosts(target.value)}
          className="w-64"
        />
      </label>
      <label className="flex flex-wrap items-center gap-2 text-sm">
        <span className="text-muted">
          {plane === 'traefik' ? 'Entry point' : 'Gateway, as namespace/name (the mesh when left out)'}
        </span>
        <Input
          data-testid="route-gateway"
          value={gateway}
          onChange={({ target }) => setGateway(target.value)}
          className="w-56"
        />
      </label>
    </MoveDialog>
  )
}

/** Today's main version: the one with the most ready pods. */
function mostPods({ versions }: ServiceDetailDto): string {
  const ready = (one: ServiceDetailDto['versions'][number]) =>
    one.workloads.reduce((sum, workload) => sum + workload.ready, 0)
  return versions.toSorted((a, b) => ready(b) - ready(a))[0]?.version ?? ''
}
