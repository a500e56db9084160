import type { PolicyDto, PolicyEntryDto } from '../../../contracts/policies'
import type { PolicyVersion } from '../../../domain/access/policy-version'
import { isExpired } from '../../../domain/access/policy-version'

/** A version without its text. What is proposed for another than the active one, or too long ago, says so. */
export function policyEntryDto(
  version: PolicyVersion,
  active: PolicyVersion | undefined,
  now: Date,
): PolicyEntryDto {
  const { number, hash, source, at, author, reason, base, expiresAt, decided } = version
  const open = version.state === 'proposed'
  const state = open && (isExpired(version, now) || base !== active?.number) ? 'expired' : version.state
  return {
    revision: String(number),
    hash,
    source,
    state,
    at,
    author,
    ...(reason === undefined || reason === '' ? {} : { reason }),
    ...(base === undefined ? {} : { base: String(base) }),
    ...(expiresAt === undefined ? {} : { expires: expiresAt }),
    ...(decided === undefined ? {} : { decided }),
  }
}

export const policyDto = (
  version: PolicyVersion,
  active: PolicyVersion | undefined,
  now: Date,
): PolicyDto => ({ ...policyEntryDto(version, active, now), text: version.text })
