import type { Meta } from '../meta'

/** The parts of traefik.io/v1alpha1 objects that decide where a request goes. */

/** A reference to a Service or TraefikService, alone or as one of several. */
export interface ServiceRef {
  kind?: string
  name: string
  namespace?: string
  /** Number or name, as written: Traefik's labels repeat it. */
  port?: number | string
  weight?: number
  sticky?: { cookie?: object }
}

export interface IngressRoute {
  metadata: Meta
  spec?: { routes?: { kind?: string; match?: string; priority?: number; services?: ServiceRef[] }[] }
}

export interface TraefikService {
  metadata: Meta
  spec?: {
    weighted?: { services?: ServiceRef[]; sticky?: { cookie?: object } }
    mirroring?: ServiceRef & { mirrors?: (ServiceRef & { percent?: number })[] }
  }
}
