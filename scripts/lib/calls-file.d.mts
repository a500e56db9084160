export function writeCallsFile(dir: string): Promise<{
  app: { AVIARY_CALLS: string }
  tests: { AVIARY_CALL_PORT: string; AVIARY_CALL_SECRET: string }
}>
