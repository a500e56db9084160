import { stringify } from 'yaml'

/** A kubeconfig with one context, everything embedded. */
export function kubeconfigText(server: string, ca: string, user: string, token: string): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'aviary-sandbox',
        cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') },
      },
    ],
    users: [{ name: user, user: { token } }],
    contexts: [
      { name: 'aviary-sandbox', context: { cluster: 'aviary-sandbox', user, namespace: 'default' } },
    ],
    'current-context': 'aviary-sandbox',
  })
}
