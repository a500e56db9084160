import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** For tests only: a kubeconfig with one context in a folder of its own. */
export class TestKubeconfig {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'kube-'))
  readonly path = path.join(this.folder, 'config')

  constructor(
    private readonly server: string,
    private readonly cluster: { name?: string } & Record<string, unknown> = {},
  ) {
    this.write({ token: 'first' })
  }

  write(user: Record<string, unknown>): void {
    const { name = 'test', ...rest } = this.cluster
    writeFileSync(
      this.path,
      JSON.stringify({
        clusters: [{ name, cluster: { server: this.server, ...rest } }],
        users: [{ name: 'me', user }],
        contexts: [{ name: 'here', context: { cluster: name, user: 'me' } }],
        'current-context': 'here',
      }),
    )
  }

  file(name: string, text: string): string {
    const file = path.join(this.folder, name)
    writeFileSync(file, text)
    return file
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
