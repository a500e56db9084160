import { readScript } from '../../sandbox/scripts/read-script'
import { workloadName } from './manifests'
import { kubectl } from './target'

/** Gives a version of a playground's service one of the sandbox's fault scripts, or a script of the test's own. */
export async function scriptVersion(
  namespace: string,
  app: string,
  version: string,
  script: string,
): Promise<void> {
  const text = /^\d/.test(script) ? script : (await readScript('sandbox/scripts', script)).script
  // The remark makes a script begin anew that was given before.
  const value = `sandbox.aviary.dev/script=${text} # ${Date.now()}`
  await kubectl('annotate', '--overwrite', 'deployment', workloadName(app, version), '-n', namespace, value)
}
