import { redirect } from 'next/navigation'
import { requireViewer } from '@/lib/auth/require-viewer'

/** The list of rollouts is a part of the releases. */
export default async function Page() {
  await requireViewer()
  redirect('/releases?tab=others')
}
