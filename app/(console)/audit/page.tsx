import type { Metadata } from 'next'
import { AuditLog } from '@/components/audit/audit-log'
import '@/components/audit/print.css'
import { PageBody } from '@/components/ui/page-body'

export const metadata: Metadata = { title: 'Audit' }

export default function AuditPage() {
  return (
    <PageBody>
      <AuditLog />
    </PageBody>
  )
}
