import type { MeDto } from '@/lib/contracts/access'

/** Whether somebody may see and end the sessions and tokens of others. */
export const mayOthers = (me: Pick<MeDto, 'permissions'> | undefined): boolean =>
  me?.permissions.some(({ verb }) => verb === 'tokens.others') ?? false
