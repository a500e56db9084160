/** Why a rule is tried before or after others: the first sentence at once, the general rule behind it on demand. */
export function Precedence({ words }: { words: string }) {
  const end = words.indexOf('. ')
  const [first, rest] = end < 0 ? [words, ''] : [words.slice(0, end + 1), words.slice(end + 2)]
  if (rest === '')
    return (
      <p className="-mt-2 mb-3 text-xs text-muted" data-testid="precedence">
        {first}
      </p>
    )
  return (
    <details className="-mt-2 mb-3 text-xs text-muted" data-testid="precedence">
      <summary className="cursor-pointer">{first}</summary>
      <p className="mt-1">{rest}</p>
    </details>
  )
}
