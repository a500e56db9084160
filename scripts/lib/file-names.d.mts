export function faultInName(file: string): string | undefined
