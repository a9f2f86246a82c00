// `concert audit`: who signed in at an office, and what was refused to whom.

import { Option, type Command } from 'commander'
import { z } from 'zod'
import {
  auditEntrySchema,
  auditKinds,
  type AuditEntry,
} from '../../shared/contract/staff.schema.ts'
import { addOfficeOptions, wholeNumber, withExamples } from './kit/options.ts'
import { print, type Io, type Paint } from './kit/output.ts'
import { findOffice, type TargetOptions } from './kit/target.ts'

const pageSchema = z.strictObject({ audit: z.array(auditEntrySchema) })

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
    print(io, options.json, page, ({ audit: entries }, paint, lang) => {
      if (entries.length === 0) return lang === 'fr' ? 'Rien de tel' : 'Nothing of this kind'
      const isFull = entries.length === (limit ?? 50)
      const more = isFull ? [`… --before ${entries.at(-1)?.number ?? 1}`] : []
      return [...entries.map((entry) => line(entry, paint)), ...more].join('\n')
    })
  })
}

function line({ number, at, kind, who, act, about, code, rule, more }: AuditEntry, paint: Paint) {
  const why = [code, rule, more].filter((part) => part !== null).join(', ')
  const what = [act, about].filter((part) => part !== null).join(' ')
  return `${number}  ${at.slice(0, 19).replace('T', ' ')}  ${paint('bold', kind)}  ${who ?? '–'}${what === '' ? '' : `  ${what}`}${why === '' ? '' : `\n  ${why}`}`
}
