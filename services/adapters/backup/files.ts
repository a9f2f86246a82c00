// Files of a backup: written so that a power cut leaves them whole or absent, and hashed without reading them whole into memory.

import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  writeFileSync,
} from 'node:fs'

/** Whether something is there that would be written over or mixed with. */
export function isFilled(folder: string): boolean {
  return existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).length > 0)
}

/** Length and SHA-256 of what the disk has: the file is synced first. */
export function hashFile(file: string): { bytes: number; sha256: string } {
  const opened = openSync(file, 'r')
  try {
    fsyncSync(opened)
    const hash = createHash('sha256')
    const buffer = Buffer.alloc(1 << 20)
    let bytes = 0
    for (let read = readSync(opened, buffer); read > 0; read = readSync(opened, buffer)) {
      hash.update(buffer.subarray(0, read))
      bytes += read
    }
    return { bytes, sha256: hash.digest('hex') }
  } finally {
    closeSync(opened)
  }
}

/** For its owner only, never over a file that is there. */
export function writeDurably(file: string, content: string | Uint8Array): void {
  writeFileSync(file, content, { mode: 0o600, flag: 'wx', flush: true })
}

export function syncFolder(folder: string): void {
  // Windows has no such call for folders.
  if (process.platform === 'win32') return
  const opened = openSync(folder, 'r')
  try {
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}
