// `concert backup` and `concert restore`: what one office cannot make again, to another disk and back. Names, options and what is said.

import type { Command } from 'commander'
import { langOption, withExamples } from '../../cli/kit/options.ts'
import { print, type Io, type Paint } from '../../cli/kit/output.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import type { Manifest } from '../../adapters/backup/manifest.schema.ts'

export function register(program: Command, io: Io): void {
  const backup = withOutput(
    program
      .command('backup')
      .description(
        'copy what an office cannot make again, while it runs: archive, heads, people, messages, configuration; not its keys',
      )
      .argument('<folder>', 'empty, or not there yet')
      .requiredOption('--config <file>', 'its office.json')
      .option('--with-keys', 'its keys and other secrets too: keep such a backup as you keep keys'),
  )
  withExamples(backup, 'concert backup /mnt/safe/2026-11-27 --config office.json')
  backup.action(
    async (folder: string, options: { config: string; withKeys?: boolean; json?: boolean }) => {
      const [{ loadConfig }, { backupOffice }] = await Promise.all([
        import('../../platform/config.ts'),
        import('../../adapters/backup/backup.ts'),
      ])
      const withKeys = options.withKeys === true
      const manifest = backupOffice(loadConfig(options.config), folder, { withKeys })
      print(io, options.json, manifest, renderBackup(folder))
    },
  )

  const restore = withOutput(
    program
      .command('restore')
      .description(
        'put a backup into an empty folder, every hash compared; then start the office with the office.json in it',
      )
      .argument('<backup>', 'what "concert backup" wrote')
      .requiredOption('--into <folder>', 'empty, or not there yet'),
  )
  withExamples(restore, 'concert restore /mnt/safe/2026-11-27 --into /srv/concert')
  restore.action(async (from: string, options: { into: string; json?: boolean }) => {
    const { restoreOffice } = await import('../../adapters/backup/restore.ts')
    print(io, options.json, restoreOffice(from, options.into), renderRestore(options.into))
  })
}

const withOutput = (command: Command): Command =>
  command
    .option('--json', 'JSON on standard output, and nothing else there')
    .addOption(langOption())

const filesOf = ({ files }: Manifest) =>
  files.map(({ name, bytes, sha256 }) => `  ${name}  ${bytes}  ${sha256}`)

const renderBackup =
  (folder: string) =>
  (manifest: Manifest, paint: Paint, lang: Lang): string => {
    const { office, withKeys } = manifest
    const keys = {
      en: withKeys
        ? 'Its keys are in it: whoever has this folder can sign as this office.'
        : 'Its keys are not in it: keep a copy of them elsewhere. Without them nothing can be recorded, and what Temporal keeps cannot be read.',
      fr: withKeys
        ? 'Ses clés y sont : quiconque possède ce dossier peut signer au nom de cet organisme.'
        : "Ses clés n'y sont pas : gardez-en une copie ailleurs. Sans elles rien ne peut être consigné, et ce que Temporal conserve est illisible.",
    }
    const first =
      lang === 'fr'
        ? `${office} est sauvegardé dans ${folder} :`
        : `${office} is backed up in ${folder}:`
    return [paint('bold', first), ...filesOf(manifest), keys[lang]].join('\n')
  }

const renderRestore =
  (folder: string) =>
  (manifest: Manifest, paint: Paint, lang: Lang): string => {
    const { office, madeAt, withKeys } = manifest
    const [first, keys, then] =
      lang === 'fr'
        ? [
            `${office}, tel qu'il était le ${madeAt}, est dans ${folder} :`,
            "Ses clés n'étaient pas dans la sauvegarde : office.json les cherche là où elles étaient.",
            'Au démarrage, il compare son registre avec ce qu’il en savait, et refait ce que montrent les pages.',
          ]
        : [
            `${office} as of ${madeAt} is in ${folder}:`,
            'Its keys were not in the backup: office.json looks for them where they were.',
            'When it starts, it compares its ledger with what it knew, and makes anew what pages show.',
          ]
    return [paint('bold', first), ...filesOf(manifest), ...(withKeys ? [] : [keys]), then].join(
      '\n',
    )
  }
