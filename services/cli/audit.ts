// `concert audit`: who signed in at an office, and what was refused to whom.

import { Option, type Command } from 'commander'
import { z } from 'zod'
import {
  auditEntrySchema,
  auditKinds,
  type AuditEntry,
} from '../../shared/contract/staff.schema.ts'
import {
  auditAct,
  auditKindText,
  auditReasons,
  auditSubject,
  auditWho,
} from '../../shared/contract/audit-text.ts'
import type { Lang } from '../../shared/kernel/text.ts'
import { addOfficeOptions, wholeNumber, withExamples } from './kit/options.ts'
import { wrap } from './kit/table.ts'
import { print, type Io, type Paint } from './kit/output.ts'
import { findOffice, type TargetOptions } from './kit/target.ts'

const pageSchema = z.strictObject({
  audit: z.array(auditEntrySchema),
  next: z.int().nullable().optional(),
})

interface AuditOptions extends TargetOptions {
  readonly kind?: string
  readonly who?: string
  readonly limit?: number
  readonly before?: number
}

export function register(program: Command, io: Io): void {
  const command = addOfficeOptions(
    program
      .command('audit')
      .description('who signed in, and what was refused to whom; the newest first')
      .addOption(new Option('--kind <kind>', 'of this kind only').choices([...auditKinds]))
      .option('--who <name>', 'with this in the name')
      .option('--limit <n>', 'entries of one page, at most 500 (default: 50)', wholeNumber)
      .option('--before <number>', 'older than this entry', wholeNumber),
  )
  withExamples(command, 'concert audit --office ca-bc-oipc --kind refused')
  command.action(async ({ kind, who, limit, before, ...options }: AuditOptions) => {
    const client = await findOffice(options)
    const page = await client.get('/v1/audit', pageSchema, {
      kind,
      who,
      limit: limit?.toString(),
      before: before?.toString(),
    })
    print(io, options.json, page, ({ audit: entries, next = null }, paint, lang) => {
      if (entries.length === 0) return lang === 'fr' ? 'Rien de tel' : 'Nothing of this kind'
      const more = next === null ? [] : [`… --before ${next}`]
      return [...entries.map((entry) => line(entry, paint, lang)), ...more].join('\n')
    })
  })
}

function line(entry: AuditEntry, paint: Paint, lang: Lang): string {
  const { number, at } = entry
  const why = auditReasons(lang, entry).map(({ words }) => words)
  const what = [auditAct(lang, entry), auditSubject(lang, entry)?.words].filter(
    (part) => part !== undefined,
  )
  const said = `${number}  ${at.slice(0, 19).replace('T', ' ')}  ${paint('bold', auditKindText(lang, entry.kind))}  ${auditWho(lang, entry) ?? '–'}${what.length === 0 ? '' : `  ${what.join(' · ')}`}`
  return [wrap(said), ...(why.length === 0 ? [] : [wrap(`  ${why.join(' · ')}`)])].join('\n')
}
