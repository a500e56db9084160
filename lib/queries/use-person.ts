'use client'
import { useEffect, useRef } from 'react'
import type { MeDto } from '../contracts/access'

/** Loads the page anew once somebody else is signed in: what is on it was read with the rights of another person. */
export function usePerson(me: MeDto | undefined): void {
  const first = useRef<string | undefined>(undefined)
  const person = me === undefined ? undefined : JSON.stringify([me.issuer, me.subject])
  useEffect(() => {
    first.current ??= person
    if (person !== first.current) window.location.reload()
  }, [person])
}
