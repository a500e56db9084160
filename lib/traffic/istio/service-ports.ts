import type { KubeObject } from '@/lib/domain/kube'
import { arrayOf, numberOf, objectOf, stringOf } from '@/lib/domain/traffic/untyped'

export interface ServicePort {
  number: number
  /** What a VirtualService's rules for it are; Istio finds out by itself what a port without a protocol speaks. */
  section: 'http' | 'tls' | 'tcp'
}

const TLS = new Set(['https', 'tls'])
const TCP = new Set(['tcp', 'mongo', 'mysql', 'redis'])

/** The TCP ports of a Service with the protocol that `appProtocol`, else the name up to its first dash, selects. */
export function portsOf(service: KubeObject | undefined): ServicePort[] {
  return arrayOf(objectOf(service?.spec).ports).flatMap((entry) => {
    const port = objectOf(entry)
    const number = numberOf(port.port)
    if (number === undefined || port.protocol === 'UDP' || port.protocol === 'SCTP') return []
    const spoken = (
      stringOf(port.appProtocol) ??
      (stringOf(port.name) ?? '').split('-')[0] ??
      ''
    ).toLowerCase()
    return [{ number, section: TLS.has(spoken) ? 'tls' : TCP.has(spoken) ? 'tcp' : 'http' }]
  })
}
