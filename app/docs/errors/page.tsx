import type { Metadata } from 'next'
import { ErrorReference } from '@/components/docs/error-reference'
import { statusOf } from '@/lib/http/problem'

export const metadata: Metadata = { title: 'Errors' }

export default function ErrorsPage() {
  return <ErrorReference statuses={statusOf} />
}
