// How much room the disk under a folder has. It is looked up each time: nothing is remembered.

import { statfsSync } from 'node:fs'
import { leastFreeBytes } from '../../shared/kernel/limits.ts'

export interface Space {
  readonly folder: string
  readonly freeBytes: number
  /** Less than what a day of an office needs: the next thing that is written may be refused. */
  readonly isShort: boolean
}

export function spaceOf(folder: string, least = leastFreeBytes): Space {
  const { bavail, bsize } = statfsSync(folder)
  const freeBytes = bavail * bsize
  return { folder, freeBytes, isShort: freeBytes < least }
}
