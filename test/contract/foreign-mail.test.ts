// What a mail of ours says to a program that nobody here wrote: mailpit takes it by SMTP and parses it with its own parser, in both languages.

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSend } from '../../services/adapters/notifications/send.ts'
import {
  messageText,
  overflowText,
  type Message,
} from '../../services/office/notifications/message.ts'
import {
  notificationOf,
  type Notification,
} from '../../services/office/notifications/notification.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import { parseSubject, type AggregateRef, type OfficeId } from '../../shared/kernel/ids.ts'
import type { Lang } from '../../shared/kernel/text.ts'
import type { AnyEvent } from '../../shared/rules.ts'
import {
  firstBuildMs,
  foreignProgram,
  hasGo,
  runForeign,
  type RunningProgram,
} from '../support/foreign.ts'
import { freePort } from '../../infra/federation/ports.ts'

const own = 'ca-qc-cai' as OfficeId
const madeAt = '2026-03-02T18:00:00.000Z' as Instant
const names: Readonly<Record<Lang, string>> = {
  en: 'Commission d’accès à l’information (Québec)',
  fr: 'Commission d’accès à l’information',
}

/** Two things that happened, one of them due on a day. */
function notifications(): Notification[] {
  const [order, joint] = ['order.P26-01', 'joint.J26-01'].map((aggregate) =>
    parseSubject(`concert.v1.${aggregate === 'order.P26-01' ? own : 'ca-bc-oipc'}.${aggregate}`),
  ) as [AggregateRef, AggregateRef]
  const of = (ref: AggregateRef, hash: string, event: object) =>
    notificationOf(
      { hash, ref, event: { on: '2026-03-02', ...event } as AnyEvent, noticedAt: madeAt },
      own,
      (office) => office,
    )
  return [
    of(order, 'a'.repeat(64), {
      kind: 'challenge-filed',
      challengeKind: 'appeal',
      forum: 'Cour du Québec, chambre civile',
      terms: ['T1'],
      inTime: 'yes',
    }),
    of(joint, 'b'.repeat(64), {
      kind: 'proposed',
      terms: { offices: [own], replyBy: '2026-03-09T17:00:00.000Z' },
    }),
  ].flatMap((each) => each ?? [])
}

function mail(lang: Lang, kind: 'alert' | 'digest' | 'overflow'): Message {
  const letterhead = { lang, officeName: names[lang], pages: 'https://concert.cai.example' }
  const made =
    kind === 'overflow'
      ? overflowText('agente-équipe-1', 7, letterhead)
      : messageText(kind, notifications(), letterhead)
  return { id: `${kind}${lang}`.padEnd(32, '0'), kind, madeAt, ...made }
}

interface Parsed {
  readonly ID: string
  readonly MessageID: string
  readonly From: { readonly Name: string; readonly Address: string }
  readonly To: readonly { readonly Address: string }[]
  readonly Subject: string
  readonly Date: string
  readonly Text: string
  readonly HTML: string
  readonly Attachments: readonly unknown[]
}

describe.skipIf(!hasGo)('to a mail program of another author (needs Go on PATH)', () => {
  let server: RunningProgram
  let smtp: number
  let api: string

  beforeAll(async () => {
    const executable = await foreignProgram('mail-server')
    const http = await freePort()
    smtp = await freePort()
    api = `http://127.0.0.1:${http}/api/v1`
    const folder = mkdtempSync(path.join(tmpdir(), 'concert-mails-'))
    server = await runForeign(
      executable,
      [
        '--smtp',
        `127.0.0.1:${smtp}`,
        '--listen',
        `127.0.0.1:${http}`,
        '--database',
        path.join(folder, 'mails.db'),
        '--disable-version-check',
        '--smtp-strict-rfc-headers',
        '--smtp-disable-rdns',
        '--use-message-dates',
      ],
      { port: smtp },
    )
  }, firstBuildMs)
  afterAll(() => server?.[Symbol.asyncDispose]())

  const get = async (what: string): Promise<unknown> => (await fetch(`${api}/${what}`)).json()

  /** Sends it, and answers what the other program made of it. */
  async function parsed(lang: Lang, message: Message) {
    await createSend({
      addressOf: () => ({ kind: 'mail', to: 'agente@cai.example' }),
      mailServer: {
        host: '127.0.0.1',
        port: smtp,
        secure: false,
        from: 'Commission d’accès à l’information <concert@cai.example>',
      },
      timeoutMs: 5_000,
    })({ name: 'officer', lang, supervisor: false }, message)
    const { messages } = (await get(`search?query=message-id:${message.id}@cai.example`)) as {
      messages: { ID: string }[]
    }
    expect(messages, server.said()).toHaveLength(1)
    const id = messages[0]?.ID ?? ''
    return {
      mail: (await get(`message/${id}`)) as Parsed,
      headers: (await get(`message/${id}/headers`)) as Readonly<Record<string, string[]>>,
    }
  }

  test.each([
    ['en', 'alert'],
    ['fr', 'alert'],
    ['en', 'digest'],
    ['fr', 'digest'],
    ['en', 'overflow'],
    ['fr', 'overflow'],
  ] as const)('in %s, the %s says what was written, letter by letter', async (lang, kind) => {
    const message = mail(lang, kind)
    const { mail: read, headers } = await parsed(lang, message)
    expect(read.Subject).toBe(message.subject)
    expect(read.Text.replaceAll('\r\n', '\n').trimEnd()).toBe(message.text)
    expect(read.From).toEqual({
      Name: 'Commission d’accès à l’information',
      Address: 'concert@cai.example',
    })
    expect(read.To.map(({ Address }) => Address)).toEqual(['agente@cai.example'])
    expect(new Date(read.Date).toISOString()).toBe(madeAt)
    expect(headers['Content-Language']).toEqual([lang])
    expect(headers['Auto-Submitted']).toEqual(['auto-generated'])
    expect(headers['Importance']).toEqual(kind === 'digest' ? undefined : ['high'])
    expect(headers['Content-Type']?.[0]).toMatch(/^multipart\/alternative;/i)
    expect(read.HTML.replaceAll('\r\n', '\n').trimEnd()).toBe(message.html?.trimEnd())
    // Another author's judgement of the page: no tag or rule that mail programs do not show, but the body, which some replace.
    const { ID } = read
    const { Warnings } = (await get(`message/${ID}/html-check`)) as {
      Warnings: { Title: string; Score: { Unsupported: number } }[] | null
    }
    const unknown = (Warnings ?? []).filter(({ Score }) => Score.Unsupported > 20)
    expect(unknown.map(({ Title }) => Title).filter((title) => title !== '<body> element')).toEqual(
      [],
    )
    expect(read.Attachments).toEqual([])
  })

  test('French letters and signs are there, and are not a matter of the transfer', async () => {
    const { mail: read } = await parsed('fr', {
      ...mail('fr', 'alert'),
      id: '7'.repeat(32),
      text: 'Œuvre, août, ça, naïf, 1ᵉʳ mars, « cité », 12\u202f000\u00a0$ – fin.\nUne ligne de plus de mille caractères : '.concat(
        'é'.repeat(1_200),
      ),
    })
    expect(read.Text).toContain(
      'Œuvre, août, ça, naïf, 1ᵉʳ mars, « cité », 12\u202f000\u00a0$ – fin.',
    )
    expect(read.Text).toContain('é'.repeat(1_200))
  })

  test('a name with a line break in it puts no header into the mail', async () => {
    const hostile = `${names.fr}\r\nBcc: other@evil.example`
    const { mail: read, headers } = await parsed('fr', {
      ...mail('fr', 'alert'),
      id: '9'.repeat(32),
      subject: hostile,
    })
    expect(headers['Bcc']).toBeUndefined()
    expect(read.Subject).toContain('Bcc: other@evil.example')
  })
})
