export function startPostgres(options: {
  dir: string
  port?: number
  log?: (line: string) => void
  userNamespaces?: boolean
}): Promise<{
  ownerUrl: string
  serverUrl: string
  signerUrl: string
  reused: boolean
  ended(): Promise<unknown>
  stop(): Promise<void>
}>
export function discardPostgres(dir: string): Promise<void>
