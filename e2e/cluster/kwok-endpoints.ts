import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { apiClient, strict } from './api.mjs'
import type { Backends } from './backends'

/** A Service without a selector whose endpoints are the pods with these labels `app` and `version`. */
export interface Followed {
  service: string
  app: string
  version: string
}

interface Pod {
  metadata: {
    name: string
    namespace: string
    uid: string
    deletionTimestamp?: string
    labels?: Record<string, string>
  }
  status?: { conditions?: { type: string; status: string }[] }
}

const PERIOD_MS = 200

/**
 * Gives KWOK's pods, which have addresses that nobody answers at, a backend each, and tells of it by EndpointSlices.
 * The API server refuses loopback addresses in IPv4 slices and takes them in slices of type FQDN; data planes dial both alike.
 */
export class KwokEndpoints {
  readonly #request
  readonly #addresses = new Map<string, string>()
  readonly #written = new Map<string, string>()
  readonly #followed: Followed[] = []
  readonly #stopped = new AbortController()
  readonly #running: Promise<void>

  constructor(
    kubeconfig: string,
    private readonly namespace: string,
    private readonly backends: Backends,
  ) {
    this.#request = strict(apiClient(credentials(kubeconfig)))
    this.#running = this.#run()
    // Told by stop(), which every user of this awaits.
    this.#running.catch(() => undefined)
  }

  follow(service: Followed): void {
    this.#followed.push(service)
  }

  /** Ends it; throws what ended it before. The slices stay as they are. */
  async stop(): Promise<void> {
    this.#stopped.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      if (this.#followed.length > 0) await this.#bringInStep()
      await delay(PERIOD_MS, undefined, { signal: this.#stopped.signal }).catch(() => undefined)
    }
  }

  async #bringInStep(): Promise<void> {
    const { items } = (await this.#request('GET', `/api/v1/namespaces/${this.namespace}/pods`)) as {
      items: Pod[]
    }
    for (const followed of this.#followed) {
      const pods = items
        .filter((pod) => isOf(pod, followed))
        .sort((a, b) => a.metadata.uid.localeCompare(b.metadata.uid))
      const endpoints = []
      for (const pod of pods) endpoints.push(endpoint(pod, await this.#address(pod, followed)))
      await this.#write(followed.service, endpoints)
    }
    // Last, so that nobody is sent to an address that is closed already.
    const present = new Set(items.map((pod) => pod.metadata.uid))
    for (const [uid, address] of this.#addresses) {
      if (present.has(uid)) continue
      this.#addresses.delete(uid)
      await this.backends.close(address)
    }
  }

  async #address({ metadata }: Pod, { app, version }: Followed): Promise<string> {
    const known = this.#addresses.get(metadata.uid)
    if (known !== undefined) return known
    const address = await this.backends.open({ pod: metadata.name, app, version })
    this.#addresses.set(metadata.uid, address)
    return address
  }

  async #write(service: string, endpoints: object[]): Promise<void> {
    const slice = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: service,
        namespace: this.namespace,
        labels: {
          'kubernetes.io/service-name': service,
          'endpointslice.kubernetes.io/managed-by': 'kwok-endpoints.e2e',
        },
      },
      addressType: 'FQDN',
      ports: [{ name: 'http', port: this.backends.port, protocol: 'TCP' }],
      endpoints,
    }
    const text = JSON.stringify(slice)
    if (this.#written.get(service) === text) return
    const path = `/apis/discovery.k8s.io/v1/namespaces/${this.namespace}/endpointslices/${service}`
    await this.#request('PATCH', `${path}?fieldManager=e2e&force=true`, {
      body: text,
      type: 'application/apply-patch+yaml',
    })
    this.#written.set(service, text)
  }
}

function isOf({ metadata: { labels } }: Pod, { app, version }: Followed): boolean {
  return labels?.['app'] === app && labels['version'] === version
}

function endpoint({ metadata, status }: Pod, address: string): object {
  const ready = status?.conditions?.some((it) => it.type === 'Ready' && it.status === 'True') ?? false
  const terminating = metadata.deletionTimestamp !== undefined
  return {
    addresses: [address],
    conditions: { ready: ready && !terminating, serving: ready, terminating },
    targetRef: { kind: 'Pod', namespace: metadata.namespace, name: metadata.name, uid: metadata.uid },
  }
}

function credentials(kubeconfig: string): { server: string; ca: string; token: string } {
  const { clusters, users } = JSON.parse(readFileSync(kubeconfig, 'utf8')) as {
    clusters: [{ cluster: { server: string; 'certificate-authority-data': string } }]
    users: [{ user: { token: string } }]
  }
  const { server, 'certificate-authority-data': authority } = clusters[0].cluster
  return { server, ca: Buffer.from(authority, 'base64').toString(), token: users[0].user.token }
}
