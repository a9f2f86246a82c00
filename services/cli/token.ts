// `concert token …`: lets programs in, for no more than their maker may do, and for a time.

import type { Command } from 'commander'
import { z } from 'zod'
import {
  createdTokenSchema,
  tokenSchema,
  type CreatedToken,
  type Token,
} from '../../shared/contract/staff.schema.ts'
import { roles } from '../../shared/kernel/actor.ts'
import type { Lang } from '../../shared/kernel/text.ts'
import { addOfficeOptions, list as commaList, wholeNumber, withExamples } from './kit/options.ts'
import { print, type Io, type Paint } from './kit/output.ts'
import { findOffice, type TargetOptions } from './kit/target.ts'

const tokensSchema = z.strictObject({ tokens: z.array(tokenSchema) })

export function register(program: Command, io: Io): void {
  const group = program
    .command('token')
    .description('what lets programs in: create, list, revoke; they show it as CONCERT_TOKEN')
  withExamples(
    group,
    'concert token create import --roles officer --days 30 --office ca-bc-oipc',
    'concert token list --office ca-bc-oipc',
    'CONCERT_URL=https://concert.office.example CONCERT_TOKEN=… concert board',
  )
  const create = addOfficeOptions(
    group
      .command('create')
      .description('make one; its secret is shown once, and only its hash is kept')
      .argument('<name>', 'of the program: it stands in every event that it records')
      .requiredOption(
        '--roles <roles>',
        `of ${roles.join(', ')}; none that you do not have`,
        commaList,
      )
      .option('--days <n>', 'how long it lasts', wholeNumber, 90),
  )
  withExamples(create, 'concert token create import --roles officer,viewer --days 30')
  create.action(
    async (name: string, options: TargetOptions & { roles: string[]; days: number }) => {
      const client = await findOffice(options)
      const { roles: wanted, days } = options
      const made = await client.post(
        '/v1/tokens',
        { name, roles: wanted, days },
        createdTokenSchema,
      )
      print(io, options.json, made, createdText)
    },
  )
  const list = addOfficeOptions(
    group
      .command('list')
      .description('your own, with --all everybody’s')
      .option('--all', 'everybody’s, for operators'),
  )
  withExamples(list, 'concert token list --all')
  list.action(async (options: TargetOptions & { all?: boolean }) => {
    const client = await findOffice(options)
    const query = options.all === true ? { all: 'yes' } : {}
    print(io, options.json, await client.get('/v1/tokens', tokensSchema, query), listText)
  })
  const revoke = addOfficeOptions(
    group.command('revoke').description('end one at once').argument('<id>'),
  )
  withExamples(revoke, 'concert token revoke 3f0e8c52-1f0a-4a3f-9f55-0f7d0a6f7d11')
  revoke.action(async (id: string, options: TargetOptions) => {
    const client = await findOffice(options)
    const path = `/v1/tokens/${encodeURIComponent(id)}/revoke`
    const token = await client.post(path, {}, tokenSchema)
    print(io, options.json, token, (_, paint, lang) => line(token, paint, lang))
  })
}

function createdText({ token, secret }: CreatedToken, paint: Paint, lang: Lang): string {
  const once =
    lang === 'fr'
      ? 'Montré une seule fois; gardez-le comme un mot de passe :'
      : 'Shown once; keep it like a password:'
  return `${line(token, paint, lang)}\n${once}\n${secret}`
}

function listText(
  { tokens }: { readonly tokens: readonly Token[] },
  paint: Paint,
  lang: Lang,
): string {
  if (tokens.length === 0) return lang === 'fr' ? 'Aucun jeton' : 'No token'
  return tokens.map((token) => line(token, paint, lang)).join('\n')
}

function line(
  { id, name, roles: own, until, revokedAt, lastUsedAt }: Token,
  paint: Paint,
  lang: Lang,
): string {
  const french = lang === 'fr'
  const state =
    revokedAt !== null
      ? `${french ? 'révoqué le' : 'revoked'} ${revokedAt}`
      : `${french ? 'jusqu’au' : 'until'} ${until}`
  const used =
    lastUsedAt === null
      ? french
        ? 'jamais utilisé'
        : 'never used'
      : `${french ? 'utilisé le' : 'used'} ${lastUsedAt}`
  return `${paint('bold', name)}  ${own.join(', ')}\n  ${id}  ${state}, ${used}`
}
