'use client'
import { useQuery } from '@tanstack/react-query'
import { stringify } from 'yaml'
import { Card } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import { EmptyState } from '@/components/ui/empty-state'
import { QueryState } from '@/components/ui/query-state'
import type { RouteDto, ServiceDetailDto } from '@/lib/contracts/services'
import { manifestQuery, type ServiceRef } from '@/lib/queries/services'

/** The live objects behind the routes, as YAML, to read and to copy. */
export function Manifests({ service }: { service: ServiceDetailDto }) {
  const { cluster, namespace, name, routes } = service
  if (routes.length === 0) return <EmptyState title="No route addresses this service" />
  return (
    <div className="flex flex-col gap-4">
      {routes.map((route) => (
        <Manifest key={route.id} service={{ cluster, namespace, name }} route={route} />
      ))}
    </div>
  )
}

function Manifest({ service, route }: { service: ServiceRef; route: RouteDto }) {
  const query = useQuery(manifestQuery(service, route.id))
  const get = `kubectl -n ${route.namespace} get ${route.kind.toLowerCase()} ${route.name} -o yaml`
  return (
    <Card
      title={`${route.kind} ${route.namespace}/${route.name}`}
      aside={
        <span className="flex items-center gap-1">
          {query.data?.owner !== undefined && <span className="mr-2">owner: {query.data.owner}</span>}
          <CopyButton text={get} label="Copy the kubectl command">
            kubectl
          </CopyButton>
          {query.data !== undefined && (
            <CopyButton text={asYaml(query.data)} label={`Copy the YAML of ${route.name}`}>
              YAML
            </CopyButton>
          )}
        </span>
      }
    >
      <QueryState query={query} title={`The object ${route.name} could not be read`}>
        {(manifest) => (
          <pre
            tabIndex={0}
            aria-label={`YAML of ${route.name}`}
            className="max-h-[70vh] overflow-auto rounded-md bg-bg p-4 font-mono text-xs leading-5"
          >
            {asYaml(manifest)}
          </pre>
        )}
      </QueryState>
    </Card>
  )
}

/** The route first, then what it needs; several documents as kubectl takes them. */
function asYaml({ object, others }: { object?: unknown; others: readonly unknown[] }): string {
  return [object, ...others].map((each) => stringify(each)).join('---\n')
}
