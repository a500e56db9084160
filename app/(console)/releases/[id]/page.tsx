import type { Metadata } from 'next'
import { ReleasePage } from '@/components/releases/release-page'

export const metadata: Metadata = { title: 'Release' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return <ReleasePage id={decodeURIComponent(id)} />
}
