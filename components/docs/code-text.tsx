/** A sentence in which words between back-ticks stand as code. */
export function CodeText({ text }: { text: string }) {
  return text.split('`').map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <code key={index} className="rounded-sm bg-stable-soft px-1 font-mono text-xs">
        {part}
      </code>
    ),
  )
}
