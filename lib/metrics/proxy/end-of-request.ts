import type { TrafficRow } from '@/lib/domain/topology/traffic'
import type { Labels } from '../prometheus/answer'
import type { ProxyTelemetry } from './telemetry'

type End = Pick<TrafficRow, 'protocol' | 'code' | 'grpcStatus'>

/** HTTP has no codes below; gRPC statuses are 0 to 16. */
const leastHttpCode = 100

/**
 * How a proxy says that requests ended. Traefik's `code` is the gRPC status where `protocol` is gRPC (ServeHTTP in its
 * pkg/middlewares/metrics), so that 0 is OK there. A websocket whose upgrade was taken leaves no code, and counts as 0
 * (traefik/traefik#10064): that is 101. Elsewhere 0 is no response.
 */
export function endOfRequest(proxy: ProxyTelemetry, labels: Labels): End {
  const code = labels[proxy.code] ?? ''
  const protocol = proxy.protocol === undefined ? undefined : labels[proxy.protocol]
  if (protocol === 'grpc' || protocol === 'grpc-web')
    return code !== '' && Number(code) < leastHttpCode
      ? { protocol: 'grpc', code: '200', grpcStatus: code }
      : { protocol: 'grpc', code }
  return { protocol: 'http', code: protocol === 'websocket' && code === '0' ? '101' : code }
}
