import type { Metadata } from 'next'
import { ReleasesPage } from '@/components/releases/releases-page'
import { requireViewer } from '@/lib/auth/require-viewer'

export const metadata: Metadata = { title: 'Releases' }

export default async function Page() {
  await requireViewer()
  return <ReleasesPage />
}
