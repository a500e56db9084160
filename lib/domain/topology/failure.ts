/** What telemetry says of one request's end. */
export interface RequestEnd {
  /** HTTP status; `0` means that no response was sent. */
  code: string
  grpcStatus?: string | undefined
  /** The word of an operator's own telemetry, which stands above codes. */
  failed?: boolean | undefined
}

/** UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS (OpenTelemetry's server set). */
const failingGrpc = new Set(['2', '4', '12', '13', '14', '15'])

/** Errors as API.md "Units" counts them: the gRPC status where there is one, else 5xx and no response. */
export function isFailure({ code, grpcStatus, failed }: RequestEnd): boolean {
  if (failed !== undefined) return failed
  if (grpcStatus !== undefined && grpcStatus !== '') return failingGrpc.has(grpcStatus)
  return code === '0' || /^5\d\d$/.test(code)
}
