import { demo } from './target'

/** An instant query of the Prometheus under test, summed; 0 where nothing answers. */
export async function prometheusSum(query: string): Promise<number> {
  const answer = await fetch(`${demo().prometheus}/api/v1/query`, {
    method: 'POST',
    body: new URLSearchParams({ query: `sum(${query})` }),
  })
  const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } }
  return Number(data.result[0]?.value[1] ?? 0)
}

/** Requests of users to all services of a namespace since its proxies began, as those who asked saw them. */
export const userRequests = (namespace: string): Promise<number> =>
  prometheusSum(`istio_requests_total{reporter="source",destination_service_namespace="${namespace}"}`)

/** Those of them that failed. */
export const userErrors = (namespace: string): Promise<number> =>
  prometheusSum(
    `istio_requests_total{reporter="source",destination_service_namespace="${namespace}",response_code!~"[234].."}`,
  )
