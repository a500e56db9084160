import { expect, test } from 'vitest'
import { backendLabel, ingressRouterName, leafLabel, normalize, traefikServiceLabel } from './names'

test('runs of anything but letters and digits become one dash, none at the ends', () => {
  expect(normalize('_a..b--c@d é/')).toBe('a-b-c-d-é')
})

test('leaves carry the port as it is written', () => {
  expect(leafLabel('tp-a', 'web-v1', 80)).toBe('tp-a-web-v1-80@kubernetescrd')
  expect(leafLabel('tp-a', 'web-v3', 'http')).toBe('tp-a-web-v3-http@kubernetescrd')
})

test('parents, and backends of the Gateway API', () => {
  expect(traefikServiceLabel('tp-a', 'split')).toBe('tp-a-split@kubernetescrd')
  expect(backendLabel('bazaar', 'catalog-v1', 80)).toBe('bazaar-catalog-v1-http-80@kubernetesgateway')
})

test('routers carry the first twenty digits of the SHA-256 of their rule', () => {
  expect(ingressRouterName('bazaar', 'stall', 'Host(`stall.bazaar.example`)')).toBe(
    'bazaar-stall-fde1739fa34444fa7c49@kubernetescrd',
  )
})
