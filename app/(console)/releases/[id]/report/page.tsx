import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import '@/components/audit/print.css'
import { ReportPage } from '@/components/report/report-page'
import '@/components/report/report.css'
import { requireViewer } from '@/lib/auth/require-viewer'

interface Props {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params
  return { title: `Report of release ${id.slice(0, 8)}` }
}

export default async function Page({ params }: Props) {
  await requireViewer()
  const { id } = await params
  if (!/^[\w.~-]{1,300}$/.test(id)) notFound()
  return <ReportPage id={id} />
}
