import { mkdtempSync } from 'node:fs'
import { afterAll } from 'vitest'
import { startKubeApi, type KubeApi } from '@/sandbox/kube/start-kube-api'
import { describeKubeContract } from './kube.contract'
let api: KubeApi | undefined
afterAll(async () => { await api?.close() })
describeKubeContract('the sandbox', async () => {
  api = await startKubeApi({ dir: mkdtempSync('/tmp/kubeapi-'), port: 0, tokens: [{ token: 'abc', user: 'admin', groups: ['system:masters'] }] as never })
  return { kubeconfig: api.kubeconfig, namespace: 'aviary-contract' }
})
