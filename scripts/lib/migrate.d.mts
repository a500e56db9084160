export function migrate(options: {
  ownerUrl: string
  serverUrl?: string
  signerUrl?: string
  folder?: string
  log?: (line: string) => void
}): Promise<string[]>
