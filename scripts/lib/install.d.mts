export function faultOfNode(version: string, wanted: string): string | undefined
export function ensureInstalled(log: (line: string) => void): Promise<void>
