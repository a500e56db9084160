import type { Metadata } from 'next'
import { ReleasePage } from '@/components/releases/release-page'
import { requireViewer } from '@/lib/auth/require-viewer'

export const metadata: Metadata = { title: 'Release' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  await requireViewer()
  const { id } = await params
  return <ReleasePage id={decodeURIComponent(id)} />
}
