/**
 * What an `npm audit --json` of level high means: `{state: 'passed' | 'failed' | 'unknown', words}`. Only a report counts
 * as one: whatever else npm printed, the holes are not known.
 */
export function auditVerdict(stdout, stderr) {
  const report = parsed(stdout)
  const counts = report?.metadata?.vulnerabilities
  if (!counts || report.error) {
    const words = `${stderr}${stdout}`.match(
      /\b[45]\d\d [A-Z][\w ]+|audit endpoint returned an error|E[A-Z]{4,}/,
    )?.[0]
    return {
      state: 'unknown',
      words: `the advisory service could not be asked (${words?.trim() ?? 'no report came'}); this is not a passed audit`,
    }
  }
  const grave = (counts.high ?? 0) + (counts.critical ?? 0)
  if (grave === 0) return { state: 'passed', words: 'no hole of level high or critical is known' }
  const names = Object.values(report.vulnerabilities ?? {})
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
    .map(({ name, severity }) => `${name} (${severity})`)
  return { state: 'failed', words: `${grave} of level high or critical: ${names.join(', ')}` }
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
