import { findingRules } from '@/lib/domain/findings/catalogue'

/** What Aviary looks for, by the code of the finding, in the order of the catalogue. */
export const checked: Readonly<Record<string, string>> = Object.fromEntries(
  findingRules.map(({ code, title }) => [code, title]),
)
