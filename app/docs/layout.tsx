import type { ReactNode } from 'react'
import { ConsoleShell } from '@/components/shell/console-shell'
import { PageBody } from '@/components/ui/page-body'
import { requireViewer } from '@/lib/auth/require-viewer'

export default async function DocsLayout({ children }: { children: ReactNode }) {
  const viewer = await requireViewer()
  return (
    <ConsoleShell name={viewer.name}>
      <PageBody>{children}</PageBody>
    </ConsoleShell>
  )
}
