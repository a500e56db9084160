import { cn } from '@/lib/cn'
import { resultSign } from './result-sign'

/** A result as shape and word. */
export function ResultMark({ result, className }: { result: string; className?: string }) {
  const sign = resultSign(result)
  return (
    <span className={cn('inline-flex items-center gap-1.5 whitespace-nowrap', sign.className, className)}>
      <span aria-hidden>{sign.glyph}</span>
      {result}
    </span>
  )
}
