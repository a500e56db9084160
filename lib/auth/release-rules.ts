import { z } from 'zod'
import { Duration, Time } from '../contracts/common'
import type { ReleaseRules } from '../domain/release/release-rules'
import { noReleaseRules } from '../domain/release/release-rules'
import { isZone } from '../domain/release/zone-clock'

const anywhere = { cluster: '*', namespace: '*', service: '*' }
const ScopePart = z
  .string()
  .max(300)
  .regex(/^[A-Za-z0-9._~*-]+$/, 'is made of letters, digits and . _ ~ -, and * for any run of them')
  .refine((part) => !part.includes('**'), 'has two stars in a row; one says the same')
  .default('*')
/** Where a rule holds; a `*` in a part stands for any run of characters. */
export const ScopeFile = z
  .strictObject({ cluster: ScopePart, namespace: ScopePart, service: ScopePart })
  .default(anywhere)
const Name = z.string().trim().min(1).max(100)
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use a time such as 09:00')
const EndOfDay = z.union([TimeOfDay, z.literal('24:00')], 'use a time such as 17:00, at most 24:00')

const FreezeFile = z
  .strictObject({ name: Name, from: Time, to: Time, scope: ScopeFile })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    path: ['to'],
    message: 'must be later than from',
  })
const HoursFile = z
  .strictObject({
    name: Name,
    zone: z.string().refine(isZone, 'is no time zone; use a name such as Europe/Berlin'),
    /** 1 Monday – 7 Sunday. */
    days: z.array(z.number().int().min(1).max(7)).min(1).default([1, 2, 3, 4, 5]),
    from: TimeOfDay,
    to: EndOfDay,
    scope: ScopeFile,
  })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'must be later than from' })
const Limit = z.number().int().min(0).max(10_000)
const ApprovalFile = z
  .strictObject({
    count: z.number().int().min(1).max(10),
    expires: Duration.default(24 * 3600),
    scope: ScopeFile,
  })
  .transform(({ count, expires, scope }) => ({ count, expiresSeconds: expires, scope }))

/** The part `releases` of the policy file. */
export const ReleaseRulesFile = z
  .strictObject({
    freezes: z.array(FreezeFile).default([]),
    hours: z.array(HoursFile).default([]),
    limits: z.strictObject({ live: Limit.optional(), livePerNamespace: Limit.optional() }).default({}),
    approvals: z.array(ApprovalFile).default([]),
  })
  .default(noReleaseRules) satisfies z.ZodType<ReleaseRules>
