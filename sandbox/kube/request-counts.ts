import type { ResourcePath } from './request-path'

const verbs: Record<string, string> = { POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE' }

function verbOf(method: string, { name }: ResourcePath, query: URLSearchParams): string {
  if (method !== 'GET') return verbs[method] ?? 'OTHER'
  if (name !== undefined) return 'GET'
  return ['true', '1'].includes(query.get('watch') ?? '') ? 'WATCH' : 'LIST'
}

/** How many requests were answered, as kube-apiserver counts them (`apiserver_request_total`). */
export class RequestCounts {
  private readonly counts = new Map<string, number>()

  add(method: string, path: ResourcePath, query: URLSearchParams): void {
    const labels = {
      verb: verbOf(method, path, query),
      group: path.kind.group,
      version: path.version,
      resource: path.kind.plural,
      subresource: path.subresource ?? '',
      dry_run: query.has('dryRun') ? 'All' : '',
    }
    const series = Object.entries(labels)
      .map(([label, value]) => `${label}="${value}"`)
      .join(',')
    this.counts.set(series, (this.counts.get(series) ?? 0) + 1)
  }

  /** The Prometheus text format. All labels come from a closed set, so nothing needs escaping. */
  exposition(): string {
    const lines = [...this.counts].map(([series, count]) => `apiserver_request_total{${series}} ${count}`)
    return ['# TYPE apiserver_request_total counter', ...lines, ''].join('\n')
  }
}
