// Aviary's own service account, with exactly the rights of deploy/rbac.yaml and within deploy/admission.
import path from 'node:path'
import { writeKubeconfig } from './files.mjs'
import { kubectl } from './kubectl.mjs'

const deploy = path.join(import.meta.dirname, '..', '..', 'deploy')

/** The user's name of that account in the audit log. */
export const serviceAccountUser = 'system:serviceaccount:aviary:aviary'

/**
 * Applies deploy/rbac.yaml and the admission policies, undoing rollouts among what they let pass, and answers the path of
 * a kubeconfig that is the service account `aviary`.
 */
export async function serviceAccountKubeconfig({ kubeconfig, server, ca, dir }) {
  await kubectl(kubeconfig, ['apply', '-f', path.join(deploy, 'rbac.yaml')])
  await kubectl(kubeconfig, ['apply', '-f', path.join(deploy, 'admission')])
  await kubectl(kubeconfig, ['apply', '-f', path.join(deploy, 'admission', 'opt-in')])
  const token = await kubectl(kubeconfig, ['create', 'token', 'aviary', '-n', 'aviary', '--duration=8h'])
  return writeKubeconfig(path.join(dir, 'aviary.kubeconfig'), { server, ca, user: 'aviary', token })
}
