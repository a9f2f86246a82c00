// What an office writes is for its owner only: the projection has every order in clear, logs have names, and engines write files of their own.

import { chmodSync, mkdirSync } from 'node:fs'

/** From here on every file that this process makes, and every engine that it starts, is readable by its owner only. */
export function makeFilesPrivate(): void {
  process.umask(0o077)
}

/** Makes the folder, or closes one that an earlier version left open to others: then nobody reaches what is in it. */
export function ensurePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
}
