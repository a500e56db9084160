import { z } from 'zod'
import type { KubeConnection } from '../traffic/kube-connection'
import type { Script } from './read-script'

const Labels = z.record(z.string(), z.string()).default({})
const Service = z.object({ spec: z.object({ selector: Labels }) })
const Deployments = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      spec: z.object({ template: z.object({ metadata: z.object({ labels: Labels }) }) }),
    }),
  ),
})

export interface Target {
  namespace: string
  service: string
  version: string
}

/**
 * Gives a script to the Deployments of one version of a service, and answers their names. `stamp` makes the script
 * begin anew where the same one was given before.
 */
export async function applyToVersion(
  connection: KubeConnection,
  { script }: Script,
  { namespace, service, version }: Target,
  stamp: string,
): Promise<string[]> {
  const get = async (path: string): Promise<unknown> => {
    const { statusCode, body } = await connection.send('GET', path)
    if (statusCode !== 200) throw new Error(`${path}: HTTP ${statusCode} ${await body.text()}`)
    return body.json()
  }
  const { spec } = Service.parse(await get(`/api/v1/namespaces/${namespace}/services/${service}`))
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`
  const names = Deployments.parse(await get(path))
    .items.filter((item) => fits(item.spec.template.metadata.labels, spec.selector, version))
    .map((item) => item.metadata.name)
  if (names.length === 0) throw new Error(`no Deployment runs ${version} of ${namespace}/${service}`)
  const annotations = { 'sandbox.aviary.dev/script': `${script} # ${stamp}` }
  for (const name of names) {
    const { statusCode, body } = await connection.send('PATCH', `${path}/${name}`, {
      body: { metadata: { annotations } },
    })
    const answer = await body.text()
    if (statusCode !== 200) throw new Error(`${path}/${name}: HTTP ${statusCode} ${answer}`)
  }
  return names
}

/** Gives a script of faults to the sandbox's Prometheus. */
export async function applyToPrometheus(url: string, { script }: Script): Promise<void> {
  const { status } = await fetch(`${url}/-/fault`, { method: 'PUT', body: script })
  if (status !== 204)
    throw new Error(`${url} takes no faults (${status}): it is not the sandbox's Prometheus`)
}

/** By the labels that name a version; the selector's own version, as of a blue-green Service, does not matter. */
function fits(labels: Record<string, string>, selector: Record<string, string>, version: string): boolean {
  const names = ['service.istio.io/canonical-revision', 'app.kubernetes.io/version', 'version']
  const own = names.map((name) => labels[name]).find((value) => value !== undefined)
  return (
    own === version &&
    Object.entries(selector).every(([name, value]) => names.includes(name) || labels[name] === value)
  )
}
