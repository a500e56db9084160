import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { EventDetail } from '@/components/audit/event-detail'
import '@/components/audit/print.css'
import { PageBody } from '@/components/ui/page-body'
import { requireViewer } from '@/lib/auth/require-viewer'

interface Props {
  params: Promise<{ seq: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { seq } = await params
  return { title: `Event ${seq}` }
}

export default async function AuditEventPage({ params }: Props) {
  await requireViewer()
  const { seq } = await params
  if (!/^[1-9]\d{0,14}$/.test(seq)) notFound()
  return (
    <PageBody>
      <EventDetail seq={Number(seq)} />
    </PageBody>
  )
}
