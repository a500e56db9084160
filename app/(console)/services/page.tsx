import type { Metadata } from 'next'
import { ServicesView } from '@/components/traffic/services/services-view'
import { requireViewer } from '@/lib/auth/require-viewer'

export const metadata: Metadata = { title: 'Services' }

export default async function ServicesPage() {
  await requireViewer()
  return <ServicesView />
}
