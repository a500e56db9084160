import { describe, expect, test } from 'vitest'
import { requestRows, tcpRows, versionOf } from './parse'

const labels = {
  reporter: 'source',
  source_cluster: 'Kubernetes',
  source_workload_namespace: 'shop',
  source_workload: 'frontend-v1',
  source_canonical_service: 'frontend',
  source_canonical_revision: 'v1',
  destination_cluster: 'Kubernetes',
  destination_workload_namespace: 'shop',
  destination_workload: 'checkout-v2',
  destination_canonical_service: 'checkout',
  destination_canonical_revision: 'v2',
  destination_service: 'checkout.shop.svc.cluster.local',
  destination_service_name: 'checkout',
  destination_service_namespace: 'shop',
  request_protocol: 'http',
  connection_security_policy: 'unknown',
}
const sample = (more: Record<string, string> = {}, value = 2) => ({
  labels: { ...labels, ...more },
  time: 0,
  value,
})

describe('requests', () => {
  test('a sample as a row', () => {
    expect(requestRows([sample()])).toEqual([
      {
        reporter: 'source',
        source: {
          cluster: 'Kubernetes',
          namespace: 'shop',
          workload: 'frontend-v1',
          app: 'frontend',
          version: 'v1',
        },
        destination: {
          cluster: 'Kubernetes',
          namespace: 'shop',
          workload: 'checkout-v2',
          app: 'checkout',
          version: 'v2',
        },
        service: {
          host: 'checkout.shop.svc.cluster.local',
          name: 'checkout',
          namespace: 'shop',
          cluster: 'Kubernetes',
        },
        protocol: 'http',
        code: '2xx',
        flags: '',
        rate: 2,
      },
    ])
  })

  test('missing and empty labels are unknown', () => {
    const [row] = requestRows([
      { labels: { reporter: 'destination', source_workload: '' }, time: 0, value: 1 },
    ])
    const nobody = {
      cluster: 'unknown',
      namespace: 'unknown',
      workload: 'unknown',
      app: 'unknown',
      version: 'unknown',
    }
    expect(row).toMatchObject({
      source: nobody,
      destination: nobody,
      service: { host: 'unknown', name: 'unknown', namespace: 'unknown' },
    })
  })

  test('a missing service name comes from the host', () => {
    const [row] = requestRows([sample({ destination_service_name: '' })])
    expect(row?.service).toMatchObject({ name: 'checkout', namespace: 'shop' })
  })

  test('503 UH: the host names the service where no upstream gave a namespace', () => {
    const [row] = requestRows([
      sample({ destination_service_namespace: 'unknown', response_code: '503', response_flags: 'UH' }),
    ])
    expect(row).toMatchObject({ service: { name: 'checkout', namespace: 'shop' }, code: '503', flags: 'UH' })
  })

  test('an external host stays whole', () => {
    const host = 'api.payments.example.com'
    const [row] = requestRows([sample({ destination_service: host, destination_service_name: host })])
    expect(row?.service).toMatchObject({ host, name: host, namespace: 'shop' })
  })

  test('gRPC keeps its status; `-` is no flag; mTLS only where known', () => {
    const [row] = requestRows([
      sample({
        request_protocol: 'grpc',
        response_code: '200',
        grpc_response_status: '14',
        response_flags: '-',
        connection_security_policy: 'mutual_tls',
      }),
    ])
    expect(row).toMatchObject({ protocol: 'grpc', code: '200', grpcStatus: '14', flags: '', mtls: true })
  })

  test('values that are no positive rate are left out', () => {
    expect(requestRows([NaN, Infinity, 0, -1].map((value) => sample({}, value)))).toEqual([])
  })
})

test('tcp rows carry bytes and no requests', () => {
  expect(tcpRows([sample({}, 512)])[0]).toMatchObject({ protocol: 'tcp', rate: 0, bytesRate: 512, code: '' })
})

test('the version is the canonical revision, else the version label, and none without a workload', () => {
  expect(versionOf(labels)).toBe('v2')
  expect(versionOf({ destination_version: 'v7', destination_workload: 'x' })).toBe('v7')
  expect(
    versionOf({ ...labels, destination_canonical_revision: '', destination_version: 'unknown' }),
  ).toBeUndefined()
  expect(
    versionOf({ ...labels, destination_workload: 'unknown', destination_canonical_revision: 'latest' }),
  ).toBeUndefined()
})
