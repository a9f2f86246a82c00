// `concert token …`: tokens of programs at an office. A secret is printed once, when it is made.

import type { Command } from 'commander'
import { z } from 'zod'
import {
  createdTokenSchema,
  newTokenSchema,
  tokenSchema,
  type Token,
} from '../../shared/contract/staff.schema.ts'
import { problemOf } from '../../shared/kernel/problem-of.schema.ts'
import { ProblemError } from '../../shared/kernel/problems.ts'
import type { Lang } from '../../shared/kernel/text.ts'
import { addOfficeOptions, list, wholeNumber, withExamples } from './kit/options.ts'
import { print, type Io, type Paint } from './kit/output.ts'
import { findOffice, type TargetOptions } from './kit/target.ts'

const listSchema = z.strictObject({ tokens: z.array(tokenSchema) })

interface CreateOptions extends TargetOptions {
  readonly roles: string[]
  readonly days?: number
}

export function register(program: Command, io: Io): void {
  const group = program
    .command('token')
    .description('tokens that let programs in: create, list, revoke')
  withExamples(
    group,
    'concert token create case-management --roles officer --days 30',
    'CONCERT_URL=https://office.example CONCERT_TOKEN=concert_… concert board',
  )
  const create = addOfficeOptions(
    group
      .command('create')
      .description('make one: it may do no more than whoever makes it')
      .argument('<name>', 'of the program: it stands in every event that it records')
      .requiredOption('--roles <roles>', 'such as viewer or officer,coordinator', list)
      .option('--days <n>', 'how long it lets in (default: 90)', wholeNumber),
  )
  withExamples(create, 'concert token create dashboard --roles viewer')
  create.action(async (name: string, options: CreateOptions) => {
    const input = { name, roles: options.roles, days: options.days }
    const parsed = newTokenSchema.safeParse(input)
    if (!parsed.success)
      throw new ProblemError(
        problemOf(parsed.error, input, { where: { en: 'The token', fr: 'Le jeton' }, path: '' }),
      )
    const client = await findOffice(options)
    const made = await client.post('/v1/tokens', parsed.data, createdTokenSchema)
    print(io, options.json, made, ({ token, secret }, paint, lang) =>
      [
        secret,
        `  ${lang === 'fr' ? 'montré cette seule fois' : 'shown this once'}; ${tokenLine(token, paint, lang)}`,
      ].join('\n'),
    )
  })
  const show = addOfficeOptions(
    group.command('list').description('your own').option('--all', "everybody's, for an operator"),
  )
  withExamples(show, 'concert token list --all')
  show.action(async (options: TargetOptions & { readonly all?: boolean }) => {
    const client = await findOffice(options)
    const of = options.all === true ? 'everybody' : 'me'
    const found = await client.get('/v1/tokens', listSchema, { of })
    print(io, options.json, found, ({ tokens }, paint, lang) =>
      tokens.length === 0
        ? lang === 'fr'
          ? 'Aucun jeton'
          : 'No tokens'
        : tokens.map((token) => tokenLine(token, paint, lang)).join('\n'),
    )
  })
  const revoke = addOfficeOptions(
    group.command('revoke').description('end one at once').argument('<token>', 'its id'),
  )
  withExamples(revoke, 'concert token revoke 4f0c8a52-6e2b-4b1f-9a43-0d8f8f0f6f11')
  revoke.action(async (id: string, options: TargetOptions) => {
    const client = await findOffice(options)
    const token = await client.post(`/v1/tokens/${encodeURIComponent(id)}/revoke`, {}, tokenSchema)
    print(io, options.json, token, tokenLine)
  })
}

function tokenLine(token: Token, paint: Paint, lang: Lang): string {
  const french = lang === 'fr'
  const { id, name, roles, owner, until, revokedAt } = token
  const state =
    revokedAt === null
      ? `${french ? 'jusqu’au' : 'until'} ${until.slice(0, 10)}`
      : `${french ? 'révoqué le' : 'revoked on'} ${revokedAt.slice(0, 10)}`
  return `${paint('bold', name)}  ${roles.join(', ')}  ${state}  ${owner.name}\n  ${id}`
}
