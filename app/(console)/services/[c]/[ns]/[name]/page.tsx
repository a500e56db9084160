import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ServiceView } from '@/components/traffic/service/service-view'
import { ServicePath } from '@/lib/contracts/services'
import { requireViewer } from '@/lib/auth/require-viewer'

interface PageProps {
  params: Promise<Record<string, string>>
}

async function pathOf({ params }: PageProps) {
  return ServicePath.safeParse(await params).data
}

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  return { title: (await pathOf(props))?.name ?? 'Service' }
}

export default async function ServicePage(props: PageProps) {
  await requireViewer()
  const path = await pathOf(props)
  if (path === undefined) notFound()
  return <ServiceView service={{ cluster: path.c, namespace: path.ns, name: path.name }} />
}
