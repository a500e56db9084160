import type { Route } from './model'

/** True of a route that callers inside the mesh do not follow. */
export const boundToGatewaysAlone = ({ gateways }: Pick<Route, 'gateways'>): boolean =>
  gateways.length > 0 && !gateways.includes('mesh')
