import { formatDuration } from '@/components/ui/format-time'

/** "90 s", "5 min", "1 h 30 min": a planned length of time without losing its rest. */
export function lengthWords(seconds: number): string {
  if (seconds < 60) return formatDuration(seconds)
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const rest = seconds % 60
  const parts = [
    ...(hours > 0 ? [`${hours} h`] : []),
    ...(minutes > 0 ? [`${minutes} min`] : []),
    ...(rest > 0 ? [`${rest} s`] : []),
  ]
  return parts.slice(0, 2).join(' ')
}
