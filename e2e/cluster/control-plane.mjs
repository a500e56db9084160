// A real control plane on loopback: etcd, kube-apiserver, kube-controller-manager and KWOK, with the data planes' CRDs.
import { randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { apiClient, strict } from './api.mjs'
import { built } from './cache.mjs'
import { writeAuditPolicy, writeKubeconfig, writeServiceAccountKey, writeTokens } from './files.mjs'
import { furnish } from './furnish.mjs'
import { freePorts, startChild, until } from './processes.mjs'

export { serviceAccountKubeconfig, serviceAccountUser } from './service-account.mjs'

const components = { controllerManager: 'system:kube-controller-manager', kwok: 'kwok' }

/**
 * Starts a control plane whose files lie in `dir` and answers when it is usable.
 * `port` is the API server's (a free one by default), `tokens` are further users, `[{token, user, groups}]`, besides the admin.
 */
export async function startControlPlane({ dir, port, tokens = [] }) {
  await mkdir(dir, { recursive: true })
  const [etcdPort, peerPort, freePort] = await freePorts(3)
  const server = `https://127.0.0.1:${port ?? freePort}`
  const adminToken = randomBytes(24).toString('hex')
  const auditLog = path.join(dir, 'audit.log')
  const processes = {}
  const start = (name, command, args) => {
    processes[name] = startChild({ name: command, command: built(command), args, dir })
  }
  const waitFor = (what, condition) => until(what, condition, { children: Object.values(processes) })
  // The reverse of the order of starting; the API server hangs without its etcd, so that goes last.
  const stop = async () => {
    await Promise.all([processes.kwok?.stop(), processes.controllerManager?.stop()])
    await processes.apiserver?.stop()
    await processes.etcd?.stop()
  }

  try {
    const etcd = `http://127.0.0.1:${etcdPort}`
    start('etcd', 'etcd', etcdFlags(etcd, `http://127.0.0.1:${peerPort}`))
    await waitFor('etcd', async () => (await fetch(`${etcd}/health`)).ok)

    const key = await writeServiceAccountKey(dir)
    const own = Object.values(components).map((user) => ({
      token: randomBytes(24).toString('hex'),
      user,
      groups: ['system:masters'],
    }))
    const admin = { token: adminToken, user: 'admin', groups: ['system:masters'] }
    const tokenFile = await writeTokens(dir, [admin, ...own, ...tokens])
    const auditPolicy = await writeAuditPolicy(dir, Object.values(components))
    start(
      'apiserver',
      'kube-apiserver',
      apiServerFlags({ etcd, server, key, tokenFile, auditPolicy, auditLog }),
    )
    const certificate = path.join(dir, 'certs', 'apiserver.crt')
    const ca = await waitFor('kube-apiserver', async () => {
      const candidate = await readFile(certificate, 'utf8')
      const answer = await apiClient({ server, ca: candidate, token: adminToken })('GET', '/readyz')
      return answer.status === 200 ? candidate : undefined
    })

    const kubeconfig = await writeKubeconfig(path.join(dir, 'kubeconfig'), { server, ca, ...admin })
    const [forManager, forKwok] = await Promise.all(
      own.map((it) =>
        writeKubeconfig(path.join(dir, `${it.user.replace(':', '-')}.kubeconfig`), { server, ca, ...it }),
      ),
    )
    start('controllerManager', 'kube-controller-manager', controllerManagerFlags(forManager, key))
    start('kwok', 'kwok', kwokFlags(forKwok))
    const request = strict(apiClient({ server, ca, token: adminToken }))
    await furnish({ request, waitFor })
    return { kubeconfig, adminToken, auditLog, server, ca, dir, stop, processes }
  } catch (error) {
    await stop()
    throw error
  }
}

function etcdFlags(client, peer) {
  return [
    '--data-dir=etcd',
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    // The data needs to outlive a killed process, not a power cut.
    '--unsafe-no-fsync',
    '--log-level=warn',
  ]
}

function apiServerFlags({ etcd, server, key, tokenFile, auditPolicy, auditLog }) {
  return [
    `--etcd-servers=${etcd}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${new URL(server).port}`,
    '--cert-dir=certs',
    `--service-account-key-file=${key.pub}`,
    `--service-account-signing-key-file=${key.key}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--token-auth-file=${tokenFile}`,
    '--authorization-mode=RBAC',
    '--service-cluster-ip-range=10.96.0.0/16',
    '--endpoint-reconciler-type=none',
    // Pods here never call the API, so they need no tokens mounted.
    '--disable-admission-plugins=ServiceAccount',
    `--audit-policy-file=${auditPolicy}`,
    `--audit-log-path=${auditLog}`,
    // No answer leaves before its event is written, and a write that can't be recorded fails.
    '--audit-log-mode=blocking-strict',
    '--audit-log-maxsize=0',
  ]
}

function controllerManagerFlags(kubeconfig, key) {
  return [
    `--kubeconfig=${kubeconfig}`,
    `--service-account-private-key-file=${key.key}`,
    '--leader-elect=false',
    '--secure-port=0',
    // KWOK renews no leases of nodes by default: the life-cycle controller would call all pods unready after 40 s.
    '--controllers=*,-node-lifecycle-controller',
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
  ]
}

function kwokFlags(kubeconfig) {
  return [
    `--kubeconfig=${kubeconfig}`,
    '--manage-all-nodes=true',
    '--cidr=10.244.0.0/16',
    `--config=${built('kwok-stages.yaml')}`,
  ]
}
