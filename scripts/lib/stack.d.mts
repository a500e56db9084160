export interface Demo {
  url: string
  kubeconfig: string
  prometheus: string
  /** Of the role that the server runs as. */
  database: string
  issuer: string
  users: { name: string; role: string; password: string; token: string }[]
}
export interface Stack {
  url: string
  demo: Demo
  ownerUrl: string
  serverUrl: string
  app: {
    readonly pid: number
    /** Kills it with SIGKILL; resolves once it is gone. */
    kill9(): Promise<void>
    /** Starts it again, killing it first when it runs; `env` is kept from now on. Resolves when it is ready. */
    restart(env?: Record<string, string>): Promise<void>
  }
  /** Resolves with an error naming the part that ended by itself. */
  died: Promise<Error>
  stop(): Promise<void>
}
export function startStack(options: {
  dir?: string
  port?: number
  fresh?: boolean
  scale?: number
  kubeconfig?: string
  prometheusUrl?: string
  env?: Record<string, string>
  signal?: AbortSignal
  log?: (line: string) => void
}): Promise<Stack>
