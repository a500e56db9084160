export function environmentFaults(
  env: Record<string, string | undefined>,
  fileExists?: (file: string) => boolean,
): string[]
