import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { kubectlFor } from './kubectl-command'

const object = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  namespace: 'shop',
  name: 'checkout',
}

describe('kubectlFor', () => {
  it('gives a shell exactly the words of the patch, quotes included', () => {
    const patch = [{ op: 'replace' as const, path: "/spec/it's $HOME `x`", value: 100 }]
    const command = kubectlFor([{ verb: 'patch', object, patch }])
    const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
      .trimEnd()
      .split('\n')
    expect(words).toEqual([
      'kubectl',
      'patch',
      'virtualservice',
      'checkout',
      '-n',
      'shop',
      '--type=json',
      '-p',
      JSON.stringify(patch),
    ])
  })
})
