import { cn } from '@/lib/cn'
import type { Found } from '../flow-types'

/** For what can't be read from afar. */
export const onlyNear = 'group-data-[zoom=far]/canvas:hidden group-data-[zoom=middle]/canvas:hidden'
/** For names, which are all that is written from afar. */
export const largeAfar =
  'group-data-[zoom=far]/canvas:text-xl group-data-[zoom=far]/canvas:leading-7 group-data-[zoom=middle]/canvas:text-lg'
/** The same where there is more room. */
export const largerAfar =
  'group-data-[zoom=far]/canvas:text-[1.625rem] group-data-[zoom=far]/canvas:leading-8 group-data-[zoom=middle]/canvas:text-xl'
/** For the glyph of health that stands in for the words left out. */
export const onlyAfar = 'group-data-[zoom=near]/canvas:hidden'

/** What every node has in common: it fades when out of focus, and shows that it is selected or was found. */
export function nodeFrame(
  data: { selected: boolean; dimmed: boolean; found?: Found },
  className: string,
): string {
  return cn(
    'size-full overflow-hidden text-left text-xs transition-opacity duration-200',
    data.dimmed && 'opacity-20',
    data.selected && 'ring-2 ring-(--focus) ring-offset-2 ring-offset-(--bg)',
    data.found === 'hit' && 'outline-2 outline-offset-4 outline-text outline-dashed',
    data.found === 'current' && 'outline-4 outline-offset-4 outline-text outline-solid',
    className,
  )
}
