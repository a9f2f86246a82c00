// The legal clock: real time in production; compressed for a demonstration or a test until it meets real time.
// Pure: the caller says what the real time is.

import type { Instant } from './date.ts'

export type ClockSetting =
  | { readonly kind: 'real' }
  | {
      readonly kind: 'compressed'
      /** Real instant at which the legal clock showed `legalStart`. */
      readonly realStart: Instant
      readonly legalStart: Instant
      /** Legal milliseconds per real millisecond. */
      readonly rate: number
    }
  /** Stands at `legal` until whoever started the offices steps it on: for tests that must come out the same to the day. */
  | { readonly kind: 'stepped'; readonly legal: Instant }

/** Legal time at a real time; both in milliseconds since 1970 UTC. It never runs ahead of real time. */
export function legalMs(clock: ClockSetting, realMs: number): number {
  if (clock.kind === 'real') return realMs
  if (clock.kind === 'stepped') return Math.min(Date.parse(clock.legal), realMs)
  const legal =
    Date.parse(clock.legalStart) + Math.max(0, realMs - Date.parse(clock.realStart)) * clock.rate
  return Math.min(legal, realMs)
}

/** Real milliseconds from `realMs` until the legal clock shows `legal`; 0 when it does already, without end where somebody has to step it on. */
export function realMsUntil(clock: ClockSetting, realMs: number, legal: Instant): number {
  const target = Date.parse(legal)
  if (legalMs(clock, realMs) >= target) return 0
  if (clock.kind === 'stepped') return Infinity
  if (clock.kind === 'real' || target >= meetsRealAt(clock)) return target - realMs
  return Math.ceil(
    Date.parse(clock.realStart) + (target - Date.parse(clock.legalStart)) / clock.rate - realMs,
  )
}

/** Legal milliseconds per real millisecond at a real time: 1 where the clock is real, or has caught up with it. */
export function paceOf(clock: ClockSetting, realMs: number): number {
  return clock.kind !== 'compressed' || realMs >= meetsRealAt(clock) ? 1 : clock.rate
}

/** Where the compressed clock catches up with real time: legal = real. */
function meetsRealAt(clock: Extract<ClockSetting, { kind: 'compressed' }>): number {
  const behind = Date.parse(clock.realStart) - Date.parse(clock.legalStart)
  return Date.parse(clock.realStart) + behind / (clock.rate - 1)
}
