import type { Metadata } from 'next'
import { TopologyPage } from '@/components/topology/topology-page'
import { requireViewer } from '@/lib/auth/require-viewer'

export const metadata: Metadata = { title: 'Topology' }

export default async function Page() {
  await requireViewer()
  return <TopologyPage />
}
