// Hands a message over: by mail, or to a program as a signed webhook (standardwebhooks.com). Nothing is decided here.

import { createTransport } from 'nodemailer'
import { Webhook } from 'standardwebhooks'
import type { Message } from '../../office/notifications/message.ts'
import type { Send } from '../../office/notifications/ports.ts'

export interface MailServer {
  readonly host: string
  readonly port: number
  /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
  readonly secure: boolean
  readonly user?: string | undefined
  readonly password?: string | undefined
  /** Whose name stands on the mail. */
  readonly from: string
}

export type Address =
  | { readonly kind: 'mail'; readonly to: string }
  /** `secret`: base64, `whsec_…` as the receiver has it. */
  | { readonly kind: 'webhook'; readonly url: string; readonly secret: string }

export interface SendOptions {
  /** Where the recipient of a name is reached. */
  readonly addressOf: (recipient: string) => Address | undefined
  readonly mailServer: MailServer | undefined
  readonly timeoutMs?: number
  readonly fetch?: typeof fetch
}

export function createSend(options: SendOptions): Send {
  const { addressOf, mailServer, timeoutMs = usualTimeoutMs } = options
  const call = options.fetch ?? fetch
  const transport =
    mailServer === undefined
      ? undefined
      : createTransport({
          host: mailServer.host,
          port: mailServer.port,
          secure: mailServer.secure,
          ...(mailServer.user === undefined
            ? {}
            : { auth: { user: mailServer.user, pass: mailServer.password ?? '' } }),
          connectionTimeout: timeoutMs,
          greetingTimeout: timeoutMs,
          socketTimeout: timeoutMs,
          disableFileAccess: true,
          disableUrlAccess: true,
        })

  return async ({ name, lang }, message) => {
    const address = addressOf(name)
    if (address === undefined) throw new Error(`Recipient "${name}" has no address`)
    if (address.kind === 'webhook') return post(address, message)
    if (transport === undefined || mailServer === undefined)
      throw new Error(`No mail server is configured, and "${name}" is told by mail`)
    await transport.sendMail({
      from: mailServer.from,
      to: address.to,
      subject: message.subject,
      // Two parts, the text first: a mail program shows the last that it can (RFC 2046, 5.1.4).
      text: message.text,
      ...(message.html === undefined ? {} : { html: message.html }),
      // The same message again is one message to who reads it.
      messageId: `<${message.id}@${domainOf(mailServer.from)}>`,
      date: new Date(message.madeAt),
      headers: {
        'Auto-Submitted': 'auto-generated',
        'Content-Language': lang,
        ...(message.kind === 'digest' ? {} : { Importance: 'high' }),
      },
    })
  }

  async function post(
    { url, secret }: Extract<Address, { kind: 'webhook' }>,
    { id, kind, madeAt, subject, text }: Message,
  ): Promise<void> {
    const body = JSON.stringify({
      type: `concert.${kind}`,
      timestamp: madeAt,
      data: { subject, text },
    })
    // A receiver refuses an old time: it is that of this try, and the id says that it is the same message.
    const now = new Date()
    const response = await call(url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(id, now, body),
      },
      body,
    })
    await response.body?.cancel()
    if (!response.ok) throw new Error(`${new URL(url).origin} answered ${response.status}`)
  }
}

function domainOf(from: string): string {
  return /@([^\s>]+)/.exec(from)?.[1] ?? 'localhost'
}

const usualTimeoutMs = 10_000
