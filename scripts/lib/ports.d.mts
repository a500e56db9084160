export function isFree(port: number, host?: string): Promise<boolean>
export function freePort(wanted?: number, host?: string): Promise<number>
