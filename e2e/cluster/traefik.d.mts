import type { ControlPlane } from './control-plane.mjs'

export interface Traefik {
  /** Takes users' requests. */
  entry: string
  /** Its own API, which shows what it runs: /api/http/services and more. */
  api: string
  /** host:port of its metrics. */
  target: string
  /** Path of its log. */
  log: string
  stop: () => Promise<void>
}

export function startTraefik(options: {
  controlPlane: Pick<ControlPlane, 'kubeconfig' | 'server' | 'ca'>
  dir: string
  port?: number
}): Promise<Traefik>
