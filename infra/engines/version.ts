// What an engine's executable says its version is, and whether that serves.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { EnginePin } from './pins.ts'

/** A 250 MB program starts slowly from a cold disk; more than this is not an engine. */
const startLimitMs = 20_000

/** The first line of `<executable> --version`; throws if it does not run. */
export async function runVersion(executable: string): Promise<string> {
  const { stdout } = await promisify(execFile)(executable, ['--version'], { timeout: startLimitMs })
  return stdout.split(/\r?\n/)[0] ?? ''
}

/** The version it is, if it serves: the pinned major and at least the pinned minor; undefined otherwise. */
export function serves(
  pin: Pick<EnginePin, 'version' | 'versionPattern' | 'innerVersion'>,
  said: string,
): string | undefined {
  const version = pin.versionPattern.exec(said)?.[1]
  if (version === undefined) return undefined
  if (version.startsWith('0.0.0') && pin.innerVersion !== undefined) {
    const inner = pin.innerVersion.pattern.exec(said)?.[1]
    return inner !== undefined && isCompatible(inner, pin.innerVersion.version)
      ? pin.version
      : undefined
  }
  return isCompatible(version, pin.version) ? version : undefined
}

function isCompatible(version: string, pinned: string): boolean {
  const [major = NaN, minor = NaN] = version.split('.').map(Number)
  const [pinnedMajor = NaN, pinnedMinor = NaN] = pinned.split('.').map(Number)
  return major === pinnedMajor && minor >= pinnedMinor
}
