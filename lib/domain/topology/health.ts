export interface Health {
  state: 'ok' | 'degraded' | 'failing' | 'unknown'
  reason: string
}

/** Requests below which a share says nothing. */
export const minRequestsForHealth = 50

/** Health from counts over a window; errors as API.md "Units" counts them. */
export function healthOf(requests: number, failures: number): Health {
  if (requests < minRequestsForHealth)
    return { state: 'unknown', reason: `Too little traffic to say: ${Math.round(requests)} requests.` }
  const share = (failures / requests) * 100
  const reason = `${share.toFixed(share < 1 ? 2 : 1)} % of ${Math.round(requests)} requests failed.`
  return { state: share >= 10 ? 'failing' : share >= 1 ? 'degraded' : 'ok', reason }
}
