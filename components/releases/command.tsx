import { CopyButton } from '@/components/ui/copy-button'

/** A text for a terminal or an editor, with a button that copies it. */
export function Command({ text, label }: { text: string; label: string }) {
  return (
    <div className="mt-1.5 flex items-start gap-2 rounded-md border border-line bg-bg p-2 pl-3">
      <pre
        tabIndex={0}
        aria-label={label.replace(/^Copy /, '')}
        className="min-w-0 flex-1 overflow-x-auto py-1.5 font-mono text-xs leading-5"
      >
        {text}
      </pre>
      <CopyButton text={text} label={label} />
    </div>
  )
}
