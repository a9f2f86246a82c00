// `concert quarantine`: another look at what was set aside instead of stored.

import type { Command } from 'commander'
import { retriedSchema, type Retried } from '../../shared/contract/ledgers.schema.ts'
import type { Lang } from '../../shared/kernel/text.ts'
import { addOfficeOptions, withExamples } from './kit/options.ts'
import { type Io, print } from './kit/output.ts'
import { findOffice, type TargetOptions } from './kit/target.ts'

export function register(program: Command, io: Io): void {
  const quarantine = program
    .command('quarantine')
    .description('what was set aside instead of stored')
  withExamples(quarantine, 'concert quarantine retry --office ca-bc-oipc')
  const retry = addOfficeOptions(
    quarantine
      .command('retry')
      .description('read it once more and judge it again; what is accepted now is stored')
      .option('--of <office>', 'only of this office’s ledger'),
  )
  withExamples(retry, 'concert quarantine retry --office ca-bc-oipc --of ca-ab-oipc')
  retry.action(async (options: TargetOptions & { readonly of?: string }) => {
    const client = await findOffice(options)
    const of = options.of === undefined ? '' : `?office=${encodeURIComponent(options.of)}`
    const retried = await client.post(`/v1/quarantine/retry${of}`, {}, retriedSchema)
    print(io, options.json, retried, renderRetried(io.lang))
  })
}

export const renderRetried =
  (lang: Lang) =>
  ({ retried, accepted }: Retried): string =>
    lang === 'fr'
      ? `${retried} relus et jugés de nouveau, dont ${accepted} acceptés.`
      : `${retried} read and judged again, ${accepted} of them accepted.`
