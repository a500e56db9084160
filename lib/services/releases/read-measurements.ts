import type { z } from 'zod'
import type { MeasurementDto, MeasurementsQuery } from '../../contracts/releases'
import type { Page } from '../../domain/ports'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { measurementDto } from './release-checks'
import { requireRelease } from './require-release'

/** Everything that the release was judged by, newest first. */
export async function listMeasurements(
  ctx: ServiceContext,
  id: string,
  { limit, cursor }: z.output<typeof MeasurementsQuery>,
): Promise<Page<MeasurementDto>> {
  const release = await requireRelease(ctx, id)
  await authorise(ctx, 'view', scopeOf(release.service))
  const page = await ctx.ports.store.evidence.list({
    release: release.id,
    limit,
    ...(cursor === undefined ? {} : { cursor }),
  })
  return { items: page.items.map(measurementDto), next: page.next }
}
