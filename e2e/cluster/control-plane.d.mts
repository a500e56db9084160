export interface ControlPlaneProcess {
  name: string
  pid: number | undefined
  log: string
  /** Resolves, with the reason and the last log lines, when the process has ended. */
  exited: Promise<string>
  ended: () => string | undefined
  stop: (patienceSeconds?: number) => Promise<void>
}

export interface ControlPlane {
  /** Path of the admin's kubeconfig. */
  kubeconfig: string
  adminToken: string
  /** Path of the API server's audit log, one JSON event a line. */
  auditLog: string
  server: string
  /** PEM of the API server's certificate. */
  ca: string
  dir: string
  processes: Record<'etcd' | 'apiserver' | 'controllerManager' | 'kwok', ControlPlaneProcess>
  stop: () => Promise<void>
}

export function startControlPlane(options: {
  dir: string
  port?: number
  tokens?: { token: string; user: string; groups: string[] }[]
}): Promise<ControlPlane>

/** The user's name of Aviary's service account in the audit log. */
export const serviceAccountUser: string

/** Applies deploy/rbac.yaml and the admission policies, and answers the path of a kubeconfig that is the service account `aviary`. */
export function serviceAccountKubeconfig(
  controlPlane: Pick<ControlPlane, 'kubeconfig' | 'server' | 'ca' | 'dir'>,
): Promise<string>
