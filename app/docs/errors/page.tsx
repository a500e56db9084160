import type { Metadata } from 'next'
import { ErrorReference } from '@/components/docs/error-reference'
import { statusOf } from '@/lib/http/problem'
import { requireViewer } from '@/lib/auth/require-viewer'

export const metadata: Metadata = { title: 'Errors' }

export default async function ErrorsPage() {
  await requireViewer()
  return <ErrorReference statuses={statusOf} />
}
