import type { ReactNode } from 'react'
import { ConsoleShell } from '@/components/shell/console-shell'
import { GroupsNotice } from '@/components/shell/groups-notice'
import { requireViewer } from '@/lib/auth/require-viewer'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const viewer = await requireViewer()
  return (
    <ConsoleShell name={viewer.name}>
      {viewer.groupsProblem !== undefined && <GroupsNotice problem={viewer.groupsProblem} />}
      {children}
    </ConsoleShell>
  )
}
