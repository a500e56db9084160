/** Ports of loopback that are free now, all different. */
export function freePorts(count: number): Promise<number[]>
