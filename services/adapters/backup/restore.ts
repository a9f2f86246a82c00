// Puts a backup back into an empty folder, all of it or nothing. What the ledger has beyond it is read from the brokers when the office starts.

import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs'
import path from 'node:path'
import { type ProblemError, problemError } from '../../../shared/kernel/problems.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import { isWhole } from '../store/damage.ts'
import { notEmpty } from './backup.ts'
import { hashFile, isFilled, syncFolder } from './files.ts'
import { manifestName, manifestSchema, type Manifest } from './manifest.schema.ts'

/** Throws ProblemError where the target has something in it, or where a file of the backup is not what its manifest says. */
export function restoreOffice(from: string, into: string): Manifest {
  const target = path.resolve(into)
  if (isFilled(target)) throw notEmpty(into)
  const manifest = readManifest(from)
  const parent = path.dirname(target)
  mkdirSync(parent, { recursive: true })
  // Beside the target and renamed at last: nobody starts an office on half of a backup.
  const made = mkdtempSync(`${target}.restoring-`)
  try {
    chmodSync(made, 0o700)
    for (const file of manifest.files) putBack(from, made, file)
    syncFolder(made)
    if (existsSync(target)) rmdirSync(target)
    renameSync(made, target)
    syncFolder(parent)
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
  return manifest
}

function readManifest(from: string): Manifest {
  const file = path.join(from, manifestName)
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw unusable(file, {
      en: `${from} has no manifest that can be read: it is no backup, or one that was interrupted. Nothing was written.`,
      fr: `${from} n'a pas de manifeste lisible : ce n'est pas une sauvegarde, ou elle a été interrompue. Rien n'a été écrit.`,
    })
  }
  const parsed = manifestSchema.safeParse(json)
  if (parsed.success) return parsed.data
  throw unusable(file, {
    en: `${file} is not the manifest of a backup that this version reads. Nothing was written.`,
    fr: `${file} n'est pas le manifeste d'une sauvegarde que cette version sait lire. Rien n'a été écrit.`,
  })
}

/** The copy is hashed, not the original: what is judged is what is used. */
function putBack(from: string, into: string, { name, bytes, sha256 }: Manifest['files'][number]) {
  const [source, target] = [path.join(from, name), path.join(into, name)]
  mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 })
  try {
    copyFileSync(source, target, constants.COPYFILE_EXCL)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    throw unusable(name, {
      en: `The backup lacks ${name}, which its manifest names. Nothing was written.`,
      fr: `Il manque à la sauvegarde ${name}, que son manifeste nomme. Rien n'a été écrit.`,
    })
  }
  chmodSync(target, 0o600)
  const found = hashFile(target)
  if (found.bytes !== bytes || found.sha256 !== sha256)
    throw unusable(name, {
      en: `${name} is not what the manifest of the backup says: it has ${found.bytes} bytes and SHA-256 ${found.sha256}. Nothing was written. Take another backup.`,
      fr: `${name} n'est pas ce que dit le manifeste de la sauvegarde : ${found.bytes} octets, SHA-256 ${found.sha256}. Rien n'a été écrit. Prenez une autre sauvegarde.`,
    })
  if (name.endsWith('.sqlite') && !isWhole(target))
    throw unusable(name, {
      en: `${name} of the backup is damaged, although its hash is right: it was copied damaged. Nothing was written.`,
      fr: `${name} de la sauvegarde est endommagé, bien que son empreinte soit juste : il l'était déjà lors de la copie. Rien n'a été écrit.`,
    })
}

function unusable(value: string, words: Text): ProblemError {
  return problemError('invalid-input', words, value)
}
