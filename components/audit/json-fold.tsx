import { CopyButton } from '@/components/ui/copy-button'

interface JsonFoldProps {
  title: string
  value: unknown
}

/** A value as JSON, folded away until asked for. */
export function JsonFold({ title, value }: JsonFoldProps) {
  const text = JSON.stringify(value, null, 2)
  return (
    <details className="group text-sm">
      <summary className="cursor-pointer py-1 text-muted hover:text-text">{title}</summary>
      <div className="relative mt-1">
        <pre
          tabIndex={0}
          aria-label={title}
          className="max-h-80 overflow-auto rounded-md bg-bg p-3 pr-12 font-mono text-xs leading-5"
        >
          {text}
        </pre>
        <span className="absolute top-1.5 right-1.5" data-print="hide">
          <CopyButton text={text} label={`Copy: ${title}`} />
        </span>
      </div>
    </details>
  )
}
