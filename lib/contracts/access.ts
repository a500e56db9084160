import { z } from 'zod'
import { roles, verbs } from '../domain/access/verbs'
import { Id, pageOf, PageParams } from './common'

export const VerbDto = z.enum(verbs)
export const RoleDto = z.enum(roles)
const ScopeDto = z.object({ cluster: z.string(), namespace: z.string(), service: z.string() })
export const MeDto = z.object({
  subject: z.string(),
  issuer: z.string(),
  name: z.string(),
  via: z.enum(['session', 'token', 'engine']),
  roles: z.array(z.string()),
  groups: z.array(z.string()),
  /** Why the identity provider's groups were not taken, and what to do. */
  groupsProblem: z.string().optional(),
  permissions: z.array(z.object({ verb: VerbDto, scope: ScopeDto })),
  expires: z.string(),
  /** Names the session or the token, and is not its secret. */
  credential: z.string(),
})
export type MeDto = z.infer<typeof MeDto>
export const CanQuery = z.strictObject({
  verb: VerbDto,
  cluster: Id.optional(),
  namespace: Id.optional(),
  service: Id.optional(),
})
export const CanDto = z.object({
  allowed: z.boolean(),
  rule: z.string(),
  reason: z.string(),
  /** Rules that grant it and yet not here or not to this person; those of others only to readers of the policy. */
  hints: z.array(z.string()).optional(),
})
export type CanDto = z.infer<typeof CanDto>
export const CreateTokenBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  role: RoleDto,
  scope: z
    .strictObject({ cluster: Id.optional(), namespace: Id.optional(), service: Id.optional() })
    .optional(),
  /** RFC 3339; at most a year ahead. */
  expires: z.iso.datetime({ offset: true }),
})
const OwnerDto = z.object({ issuer: z.string(), subject: z.string(), name: z.string() })
export const TokenDto = z.object({
  id: z.string(),
  name: z.string(),
  role: RoleDto,
  scope: z
    .object({
      cluster: z.string().optional(),
      namespace: z.string().optional(),
      service: z.string().optional(),
    })
    .optional(),
  owner: OwnerDto,
  created: z.string(),
  expires: z.string(),
  lastUsed: z.string().optional(),
  revoked: z.string().optional(),
})
export type TokenDto = z.infer<typeof TokenDto>
export const CreatedTokenDto = TokenDto.extend({ secret: z.string() })
export const TokensPage = pageOf(TokenDto)
/** `all`: of all people, which needs tokens.others. */
export const PeopleQuery = z.strictObject({
  all: z.stringbool({ truthy: ['true'], falsy: ['false'], case: 'sensitive' }).default(false),
  search: z.string().trim().min(1).max(100).optional(),
  ...PageParams,
})
export const SessionDto = z.object({
  id: z.string(),
  ...OwnerDto.shape,
  created: z.string(),
  lastSeen: z.string(),
  /** When it ends however much it is used. */
  expires: z.string(),
  /** When it ends unless it is used. */
  idleExpires: z.string(),
  /** Whether this call was made with it. */
  current: z.boolean(),
  /** When the identity provider last named the groups; absent where they cannot be looked up. */
  groupsChecked: z.string().optional(),
  address: z.string().optional(),
  agent: z.string().optional(),
})
export type SessionDto = z.infer<typeof SessionDto>
export const SessionsPage = pageOf(SessionDto)
