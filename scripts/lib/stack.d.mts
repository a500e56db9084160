export interface Demo {
  url: string
  kubeconfig: string
  prometheus: string
  /** Of the role that the server runs as. */
  database: string
  issuer: string
  users: { name: string; role: string; password: string; token: string }[]
}
/** The app's process, one of those on the stack's database and cluster. */
export interface AppProcess {
  readonly pid: number
  /** Kills it with SIGKILL; resolves once it is gone. */
  kill9(): Promise<void>
  /** Starts it again, killing it first when it runs; `env` is kept from now on. Resolves when it is ready. */
  restart(env?: Record<string, string>): Promise<void>
}
export interface Stack {
  url: string
  demo: Demo
  ownerUrl: string
  serverUrl: string
  app: AppProcess
  /** Starts one more replica beside it, and answers when it is ready. Nobody can sign in there, tokens work. */
  another(options: { port: number; env?: Record<string, string> }): Promise<{ url: string; app: AppProcess }>
  /** Resolves with an error naming the part that ended by itself. */
  died: Promise<Error>
  stop(): Promise<void>
}
export function startStack(options: {
  dir?: string
  port?: number
  fresh?: boolean
  scale?: number
  /** Another process makes the traffic, for another Prometheus. */
  trafficApart?: boolean
  /** How long each part may take to be ready, milliseconds. */
  patience?: number
  kubeconfig?: string
  prometheusUrl?: string
  env?: Record<string, string>
  signal?: AbortSignal
  log?: (line: string) => void
}): Promise<Stack>
