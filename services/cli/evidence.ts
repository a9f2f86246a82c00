// `concert evidence`: fetches one file with everything that proves what was recorded of an order or in a matter. `concert verify` judges it.

import type { Command } from 'commander'
import { parseOrderId } from '../../shared/kernel/ids.ts'
import { writeNewFile } from './kit/new-file.ts'
import { addOfficeOptions, withExamples } from './kit/options.ts'
import type { Io } from './kit/output.ts'
import { findOffice, type TargetOptions } from './kit/target.ts'

export function register(program: Command, io: Io): void {
  const evidence = addOfficeOptions(
    program
      .command('evidence')
      .description(
        'writes an evidence file: events, proofs, heads confirmed by every office, keys, law, chronology and a draft exhibit',
      )
      .argument('<order-or-matter>', 'an order, office:number, or a matter')
      .requiredOption('-o, --output <file>', 'where to write it; a file that is there is kept'),
  )
  withExamples(
    evidence,
    'concert evidence ca-bc-oipc:P21-08 -o P21-08.evidence.json',
    'concert evidence clearview-ai -o clearview.evidence.json && concert verify clearview.evidence.json',
  )
  evidence.action(async (id: string, options) => writeEvidence(io, id, options))
}

async function writeEvidence(
  io: Io,
  id: string,
  { output, json, ...target }: TargetOptions & { readonly output: string },
): Promise<void> {
  const isOrder = parseOrderId(id) !== undefined
  const client = await findOffice(target, isOrder ? { order: id } : {})
  const text = await client.text(
    `/v1/${isOrder ? 'orders' : 'matters'}/${encodeURIComponent(id)}/evidence`,
  )
  writeNewFile(output, text)
  const bytes = Buffer.byteLength(text)
  if (json === true) return io.out(JSON.stringify({ file: output, bytes }, null, 2))
  io.out(
    io.lang === 'fr'
      ? `${output} : ${bytes} octets ; « concert verify ${output} » dit ce qu'il prouve`
      : `${output}: ${bytes} bytes; "concert verify ${output}" says what it proves`,
  )
}
