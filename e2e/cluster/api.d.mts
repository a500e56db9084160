export interface RequestOptions {
  body?: unknown
  /** application/json unless given. */
  type?: string
  headers?: Record<string, string>
}

export type ApiRequest = (
  method: string,
  path: string,
  options?: RequestOptions,
) => Promise<{ status: number; body: unknown }>

export function apiClient(credentials: { server: string; ca: string; token: string }): ApiRequest

/** The same, but rejecting whatever is not a 2xx; answers the body. */
export function strict(
  request: ApiRequest,
): (method: string, path: string, options?: RequestOptions) => Promise<unknown>
