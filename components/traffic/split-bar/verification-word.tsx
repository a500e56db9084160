import { formatCount } from '@/components/ui/format-number'
import type { VerificationDto } from '@/lib/contracts/services'
import { cn } from '@/lib/cn'
import { verificationReason } from './verification-reasons'
import { verificationSigns } from './verification-signs'

/** Whether the traffic follows the weights: verified, converging, off, or cannot be verified. */
export function VerificationWord({
  verification,
  className,
}: {
  verification: VerificationDto
  className?: string
}) {
  const sign = verificationSigns[verification.state]
  const needed =
    verification.state === 'converging' && verification.requestsNeeded !== undefined
      ? ` · about ${formatCount(verification.requestsNeeded)} more requests`
      : ''
  return (
    <span
      data-testid="verification"
      data-state={verification.state}
      title={verificationReason(verification)}
      className={cn('whitespace-nowrap', sign.className, className)}
    >
      <span aria-hidden>{sign.glyph}</span> {sign.word}
      {needed}
    </span>
  )
}
