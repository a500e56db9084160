// plants: kube-is-an-adapter
import { same } from '../metrics/knows-traffic'
export const again = same
