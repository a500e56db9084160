import { arrayOf, numberOf, objectOf, stringOf } from '../traffic/untyped'
import { findingRule } from './finding-rule'
import { inMesh, isSystemNamespace } from './reading/mesh'
import { serviceRef } from './reading/references'

/** Names that Istio takes for a protocol, alone or before a dash. */
const protocols = 'http|http2|https|grpc|grpc-web|tcp|tls|mongo|mysql|redis|udp'
const telling = new RegExp(`^(${protocols})(-.*)?$`, 'i')

export const portNotNamed = findingRule({
  code: 'port-not-named',
  severity: 'warning',
  title: 'ports whose protocol the mesh has to guess',
  explanation:
    'The mesh then looks at the first bytes of each connection. Where the guess is wrong, requests count as TCP: no rule matches them and no split by request takes place.',
  remedy: 'Name the port <protocol> or <protocol>-<suffix>, such as http-web, or set appProtocol.',
  docs: 'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
  find: (input) => {
    const { view, service } = input
    if (isSystemNamespace(service.namespace) || !inMesh(input)) return []
    const { ports } = objectOf(view.get('services', service.namespace, service.name)?.spec)
    return arrayOf(ports)
      .map(objectOf)
      .filter(({ name, appProtocol, protocol }) => {
        if (protocol === 'UDP' || protocol === 'SCTP') return false
        return stringOf(appProtocol) === undefined && !telling.test(stringOf(name) ?? '')
      })
      .map(({ name, port }) => ({
        title: `Port ${stringOf(name) ?? numberOf(port) ?? ''} of ${service.name} names no protocol`,
        objects: [serviceRef(service)],
      }))
  },
})
