import { readiness } from '@/lib/start'

export const dynamic = 'force-dynamic'

export async function GET(): Promise<Response> {
  const { ready, dependencies } = await readiness()
  return Response.json(
    { status: ready ? 'ready' : 'not ready', dependencies },
    { status: ready ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  )
}
