export interface Scrape {
  job: string
  /** host:port */
  targets: string[]
  /** A duration of Prometheus, such as 2s. */
  interval: string
  /** /metrics unless given. */
  path?: string
  /** Bearer token. */
  token?: string
}

export function startPrometheus(options: {
  dir: string
  port?: number
  scrape: Scrape[]
  /** Files of rules. */
  rules?: string[]
}): Promise<{ url: string; stop: () => Promise<void> }>
