'use client'
import { useEffect, useState } from 'react'

/** A value once it has stayed the same (as JSON) for some milliseconds; `null` passes at once. */
export function useSettled<T>(value: T | null, milliseconds: number): T | null {
  const text = JSON.stringify(value)
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), milliseconds)
    return () => clearTimeout(timer)
  }, [text, milliseconds])
  return value !== null && settled === text ? value : null
}
