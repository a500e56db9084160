import { started } from '@/lib/start'

export const dynamic = 'force-dynamic'

/** Alive means: this process answers. What it depends on is readyz's business. */
export function GET(): Response {
  const state = started()
  return Response.json(
    {
      status: state.failed === undefined ? 'ok' : 'failed',
      ...(state.failed === undefined ? {} : { detail: state.failed }),
    },
    { status: state.failed === undefined ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  )
}
