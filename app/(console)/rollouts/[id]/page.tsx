import type { Metadata } from 'next'
import { RolloutPage } from '@/components/rollouts/rollout-page'
import { requireViewer } from '@/lib/auth/require-viewer'

export const metadata: Metadata = { title: 'Rollout' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  await requireViewer()
  const { id } = await params
  return <RolloutPage id={decodeURIComponent(id)} />
}
