/** What Aviary looks for, by the code of the finding, in the order of lib/domain/findings/catalogue.ts. */
export const checked: Readonly<Record<string, string>> = {
  'weights-all-zero': 'rules whose weights are all zero, so that no request is answered',
  'destination-without-pods': 'versions that get traffic but have no ready pods',
  'version-leaking':
    'versions that share traffic by the number of their pods, because a rule names no subset',
  'version-without-destination': 'versions that run although no rule knows them',
}
