import type { Store } from '../../../domain/ports'
import type { Actor } from '../../../domain/traffic/operation'
import { policyEvent } from './policy-events'
import { replaceActive } from './replace-active'

interface TakeParts {
  store: Store
  newId(): string
  holder: string
}

const aviary: Actor = { issuer: 'aviary', subject: 'policy-file', name: 'The policy file' }

/**
 * Makes the file's text the active policy where the file has changed since that was made, or where there is none yet.
 * While another process runs the engine, it is that one's file that counts: replicas see a new file one after the
 * other, and each change has to happen once.
 */
export async function takePolicyFile(parts: TakeParts, file: { text: string; hash: string }): Promise<void> {
  const { policies } = parts.store
  if ((await policies.ledByOther(parts.holder)) && (await policies.activeNumber()) !== undefined) return
  await parts.store.transaction(async (tx) => {
    await tx.policies.lock()
    const active = await tx.policies.active()
    if (active?.fileHash === file.hash) return
    if (active && (await tx.policies.ledByOther(parts.holder))) return
    const at = (await tx.now()).toISOString()
    const { version, voided } = await replaceActive(tx, active, {
      hash: file.hash,
      text: file.text,
      source: 'file',
      fileHash: file.hash,
      state: 'active',
      at,
      author: aviary,
    })
    await tx.audit.append(
      policyEvent('changed', {
        id: parts.newId(),
        at,
        actor: aviary,
        before: active,
        after: version,
        voided,
      }),
    )
  })
}
