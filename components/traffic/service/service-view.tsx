'use client'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { PageBody } from '@/components/ui/page-body'
import { QueryState } from '@/components/ui/query-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs'
import { useUrlState } from '@/components/ui/use-url-state'
import type { ServiceDetailDto } from '@/lib/contracts/services'
import { serviceQuery, type ServiceRef } from '@/lib/queries/services'
import { History } from './history'
import { Overview } from './overview'
import { RoutesTable } from './routes-table'
import { ServiceHeader } from './service-header'

const Manifests = dynamic(async () => (await import('./manifests')).Manifests, {
  loading: () => <SkeletonRows />,
})

/** The page of one service. */
export function ServiceView({ service }: { service: ServiceRef }) {
  const query = useQuery(serviceQuery(service))
  return (
    <PageBody>
      <QueryState query={query} title={`The service ${service.name} could not be read`}>
        {(detail) => <Loaded detail={detail} />}
      </QueryState>
    </PageBody>
  )
}

function Loaded({ detail }: { detail: ServiceDetailDto }) {
  const [tab, setTab] = useUrlState('tab', 'traffic')
  return (
    <>
      <ServiceHeader service={detail} />
      <Tabs value={tab} onValueChange={setTab}>
        <TabsList aria-label="Parts of this service">
          <TabsTrigger value="traffic">Traffic</TabsTrigger>
          <TabsTrigger value="routes">Routes and rules</TabsTrigger>
          <TabsTrigger value="history">History</TabsTrigger>
          <TabsTrigger value="yaml">YAML</TabsTrigger>
        </TabsList>
        <TabsContent value="traffic">
          <Overview service={detail} />
        </TabsContent>
        <TabsContent value="routes">
          <RoutesTable routes={detail.routes} />
        </TabsContent>
        <TabsContent value="history">
          <History service={detail} />
        </TabsContent>
        <TabsContent value="yaml">
          <Manifests service={detail} />
        </TabsContent>
      </Tabs>
    </>
  )
}
