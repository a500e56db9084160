import type { Metadata } from 'next'
import { AuditLog } from '@/components/audit/audit-log'
import '@/components/audit/print.css'
import { PageBody } from '@/components/ui/page-body'
import { requireViewer } from '@/lib/auth/require-viewer'

export const metadata: Metadata = { title: 'Audit' }

export default async function AuditPage() {
  await requireViewer()
  return (
    <PageBody>
      <AuditLog />
    </PageBody>
  )
}
