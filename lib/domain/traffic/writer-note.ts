/** Field managers of `kubectl apply`: client-side, and server-side under its default name. */
const applies = new Set(['kubectl-client-side-apply', 'kubectl'])

/** True for a writer whose next apply puts back what a file says. */
export const keptInFile = (manager: string): boolean => applies.has(manager)

/** What the last writer of an object means for an edit of it, where its name tells; undefined otherwise. */
export function writerNote(manager: string): string | undefined {
  if (applies.has(manager))
    return 'Somebody keeps this object in a file: the next kubectl apply of it puts back what the file says.'
  if (manager.startsWith('kubectl-')) return 'Somebody changed this object by hand with kubectl.'
  return undefined
}
