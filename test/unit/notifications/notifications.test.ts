// Who is told what, when, and that nothing of it is lost: the whole path from events to a mail server and a webhook, without Temporal.

import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { SMTPServer } from 'smtp-server'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, test } from 'vitest'
import { openOutbox } from '../../../services/adapters/notifications/outbox.ts'
import { createSend, type Address } from '../../../services/adapters/notifications/send.ts'
import { nextDelivery } from '../../../services/office/notifications/delivery.ts'
import { messageText, overflowText } from '../../../services/office/notifications/message.ts'
import {
  notificationOf,
  type Notification,
} from '../../../services/office/notifications/notification.ts'
import type { UnderSeal } from '../../../shared/order/sealed.ts'
import { startNotifications } from '../../../services/office/notifications/notifications.ts'
import { placeOf, type Recipient, type Send } from '../../../services/office/notifications/ports.ts'
import type { StoreChange, StoredEvent } from '../../../services/office/ports.ts'
import { later } from '../../../shared/calendar/zone.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import { parseSubject, type OfficeId } from '../../../shared/kernel/ids.ts'
import type { AnyEvent } from '../../../shared/rules.ts'

const own = 'ca-bc-oipc' as OfficeId
const other = 'ca-qc-cai' as OfficeId
const start = '2026-03-02T18:00:00.000Z' as Instant
const rules = { gatherMs: 60_000, perHour: 3, digestAt: '07:00', zone: 'America/Vancouver' }
const nameOf = (office: string) => office

function stored(
  sequence: number,
  event: object,
  office = own,
  aggregate = 'order.P26-01',
): StoredEvent {
  const ref = parseSubject(`concert.v1.${office}.${aggregate}`)
  if (ref === undefined) throw new Error(aggregate)
  return {
    ref,
    keyid: 'k',
    hash: String(sequence).padStart(32, '0').padEnd(64, '0'),
    recorded: {
      version: sequence,
      sequence,
      recordedAt: start,
      commandId: `c${sequence}`,
      event: { on: '2026-03-02', ...event } as AnyEvent,
    },
  } as unknown as StoredEvent
}
const challenge = {
  kind: 'challenge-filed',
  challengeKind: 'appeal',
  forum: 'a court',
  terms: ['T1'],
  inTime: 'yes',
}
const reached = { kind: 'deadline-reached', deadline: 'compliance', party: 'x', terms: ['T1'] }

describe('an event is told', () => {
  const told = (event: object, office = own, aggregate = 'order.P26-01') => {
    const { ref, hash, recorded } = stored(1, event, office, aggregate)
    return notificationOf({ hash, ref, event: recorded.event, noticedAt: start }, own, nameOf)
  }
  test.each([
    ['a date of an own order has come', reached, own, 'order.P26-01', 'now'],
    ['an own order was challenged', challenge, own, 'order.P26-01', 'now'],
    ["another office's order was challenged", challenge, other, 'order.P26-01', 'digest'],
    [
      'another office invites',
      { kind: 'proposed', terms: { offices: [own], replyBy: '2026-03-09T17:00:00.000Z' } },
      other,
      'joint.J26-01',
      'now',
    ],
  ] as const)('%s', (_, event, office, aggregate, urgency) => {
    const notification = told(event, office, aggregate)
    expect(notification?.urgency).toBe(urgency)
    expect(notification?.why.en).not.toBe(notification?.why.fr)
    expect(notification?.what.en).not.toBe('')
  })
  test.each([
    [
      'what the office did itself',
      { kind: 'copy-given', party: 'x', means: 'courier' },
      own,
      'order.P26-01',
    ],
    ["another office's date", reached, other, 'order.P26-01'],
    [
      'an invitation of others',
      { kind: 'proposed', terms: { offices: [other], replyBy: '2026-03-09T17:00:00.000Z' } },
      other,
      'joint.J26-01',
    ],
  ] as const)('to nobody: %s', (_, event, office, aggregate) => {
    expect(told(event, office, aggregate)).toBeUndefined()
  })
  test('with the last day to reply, where there is one', () => {
    const event = {
      kind: 'proposed',
      terms: { offices: [own], replyBy: '2026-03-09T17:00:00.000Z' },
    }
    expect(told(event, other, 'joint.J26-01')?.by).toBe('2026-03-09')
  })
})

describe('a delivery', () => {
  const note = (urgency: 'now' | 'digest', afterMs = 0, id = 'n'): Notification => ({
    id,
    urgency,
    about: stored(1, reached).ref,
    madeAt: later(start, afterMs),
    what: { en: 'x', fr: 'y' },
    why: { en: 'x', fr: 'y' },
  })
  test('of an alert waits for what comes with it', () => {
    expect(nextDelivery([note('now')], [], later(start, 59_999), rules)).toEqual({
      kind: 'wait',
      until: later(start, 60_000),
    })
    expect(
      nextDelivery([note('now'), note('digest')], [], later(start, 60_000), rules),
    ).toMatchObject({
      kind: 'send',
      message: 'alert',
      notifications: [{ urgency: 'now' }],
    })
  })
  test('of a digest waits for the next morning on the wall of the office', () => {
    expect(nextDelivery([note('digest')], [], start, rules)).toEqual({
      kind: 'wait',
      until: '2026-03-03T15:00:00.000Z',
    })
    // Clocks go forward on 8 March 2026 in Vancouver: seven o'clock is an hour earlier by UTC.
    expect(nextDelivery([note('digest', 6 * 86_400_000)], [], start, rules)).toEqual({
      kind: 'wait',
      until: '2026-03-09T14:00:00.000Z',
    })
  })
  test('is held at the ceiling until the oldest message of the hour is an hour old', () => {
    const sent = [0, 10, 20].map((minute) => later(start, minute * 60_000))
    const now = later(start, 30 * 60_000)
    expect(nextDelivery([note('now'), note('now')], sent, now, rules)).toEqual({
      kind: 'held',
      until: later(start, 3_600_000),
      count: 2,
    })
    expect(nextDelivery([note('now')], sent.slice(1), now, rules)).toMatchObject({ kind: 'send' })
  })
  test('in French has no English in it', () => {
    const { subject, text } = messageText('alert', [note('now')], {
      lang: 'fr',
      officeName: 'OIPC',
      pages: 'https://bc.example',
    })
    expect(`${subject} ${text}`).toMatch(/requiert/)
    expect(`${subject} ${text}`).not.toMatch(/\b(needs|this|at|the|and)\b/)
  })
})

describe('the page in a mail', () => {
  const note = (what: string, why: string, by?: string): Notification => ({
    id: what,
    urgency: 'now',
    about: stored(1, reached).ref,
    madeAt: start,
    what: { en: what, fr: `${what} (fr)` },
    why: { en: why, fr: `${why} (fr)` },
    ...(by === undefined ? {} : { by: by as never }),
  })
  const letterhead = { lang: 'en', officeName: 'BC & co.', pages: 'https://bc.example' } as const
  const written = (kind: 'alert' | 'digest', ...notes: Notification[]) =>
    messageText(kind, notes, letterhead)

  test('has a heading for each reason, and under it everything that the text says', () => {
    const notes = [note('A', 'Ours', '2026-03-09'), note('B', 'Invited'), note('C', 'Ours')]
    const { html = '', text } = written('digest', ...notes)
    const heads = [...html.matchAll(/<h2[^>]*>(.*?)<\/h2>/g)].map(([, head]) => head)
    expect(heads).toEqual(['Ours', 'Invited'])
    expect(html.indexOf('>C<')).toBeLessThan(html.indexOf('Invited'))
    const read = html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
    for (const words of ['A', 'B', 'C', 'By 2026-03-09.', 'Acknowledge at', 'this message is not.'])
      expect([read.includes(words), text.includes(words)], words).toEqual([true, true])
    expect(read).toContain('Since the last digest of BC &#38; co.:')
    expect(html).toContain('href="https://bc.example/orders/ca-bc-oipc/P26-01"')
  })

  test('takes what a ledger says as text, loads nothing, and leads nowhere but to the office', () => {
    const { html = '', subject } = written(
      'alert',
      note('<img src=x onerror=alert(1)>', '"><a href="https://evil.example">'),
    )
    expect(subject).toContain('one thing needs you')
    expect(html).not.toMatch(/<(img|script|style|link|iframe|form)|\bon\w+=[^a]|url\(|@import/i)
    const links = [...html.matchAll(/<a href="([^"]*)"/g)].map(([, to]) => to)
    expect(links.length).toBeGreaterThan(1)
    for (const to of links) expect(to).toMatch(/^https:\/\/bc\.example\//)
  })

  test('counts what it does not list', () => {
    const notes = Array.from({ length: 130 }, (_, n) => note(`N${n}`, 'Ours'))
    const { html = '', text } = written('digest', ...notes)
    expect(html.match(/<li>/g)).toHaveLength(100)
    expect([html.includes('And 30 more:'), text.includes('And 30 more: https://')]).toEqual([
      true,
      true,
    ])
  })

  test('is in French for who reads French, and says its language to a screen reader', () => {
    const { html = '' } = messageText('alert', [note('A', 'B', '2026-03-09')], {
      ...letterhead,
      lang: 'fr',
    })
    expect(html).toContain('<html lang="fr">')
    expect(html).toContain('Au plus tard le 2026-03-09.')
    expect(html.replaceAll(/<[^>]+>/g, ' ')).not.toMatch(/\b(needs|this|at|the|and|by)\b/i)
    const overflow = overflowText('agent', 3, { ...letterhead, lang: 'fr' })
    expect(overflow.html).toContain('3 alertes attendent')
  })
})

test('an outbox of before keeps what it had, and its messages go out as they were written', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'concert-outbox-')), 'outbox.sqlite')
  {
    using made = openOutbox(file)
    made.put('officer', { id: 'm', kind: 'alert', madeAt: start, subject: 's', text: 't' }, [])
    using database = new DatabaseSync(file)
    database.exec('ALTER TABLE messages DROP COLUMN html; PRAGMA user_version = 1')
  }
  using outbox = openOutbox(file)
  expect(outbox.unsent('officer')).toMatchObject([{ id: 'm', text: 't', html: undefined }])
  outbox.put(
    'officer',
    { id: 'n', kind: 'alert', madeAt: start, subject: 's', text: 't', html: '<p>t' },
    [],
  )
  expect(outbox.unsent('officer')[1]?.html).toBe('<p>t')
})

test('the outbox is read page after page, whatever has the same instant', () => {
  const outbox = openOutbox(':memory:')
  const about = stored(1, reached).ref
  const text = { en: 'x', fr: 'y' }
  const notes = Array.from({ length: 7 }, (_, n): Notification => ({
    id: `n${n}`,
    urgency: 'now',
    about,
    madeAt: later(start, n < 4 ? 0 : n),
    what: text,
    why: text,
  }))
  outbox.take(own, 1, notes, ['officer', 'chief'])
  const all = outbox.list(100).map(({ id, recipient }) => `${id} ${recipient}`)
  expect(new Set(all).size).toBe(14)
  const seen: string[] = []
  for (let page = outbox.list(3); page.length > 0;) {
    seen.push(...page.map(({ id, recipient }) => `${id} ${recipient}`))
    const last = page.at(-1)
    page = last === undefined ? [] : outbox.list(3, { after: placeOf(last) })
  }
  expect(seen).toEqual(all)
  outbox.acknowledge('chief', 'n2', 'local:A', start)
  expect(outbox.list(100, { acknowledged: true }).map(({ id }) => id)).toEqual(['n2'])
  expect(outbox.list(100, { acknowledged: false })).toHaveLength(13)
  expect(() => outbox.list(3, { after: ['x'] })).toThrow(/cursor/)
})

/** A store of given events, recipients, and a clock that a test moves. */
function office(send: Send, names: readonly Recipient[]) {
  const events: StoredEvent[] = []
  const listeners = new Set<(change: StoreChange) => void>()
  const outbox = openOutbox(':memory:')
  let now = start
  const woken: string[] = []
  let sealed: UnderSeal | undefined
  const options = {
    own,
    offices: [own],
    recipients: names,
    store: {
      cursor: () => ({ office: own, sequence: events.length }),
      eventsAfter: (_: OfficeId, after: number, limit: number) =>
        events.slice(after, after + limit),
      subscribe: (listener: (change: StoreChange) => void) => {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    outbox,
    send,
    wake: async (name: string) => void woken.push(name),
    rules,
    underSeal: () => sealed,
    pages: 'https://bc.example',
    nameOf,
    now: () => now,
    log: { warn: () => undefined },
  }
  const begin = () => startNotifications(options)
  let notifications = begin()
  return {
    seal: (under: UnderSeal | undefined) => void (sealed = under),
    outbox,
    woken,
    deliver: (name: string) => notifications.deliver(name),
    sendAgain: (name: string, id: string) => notifications.sendAgain(name, id),
    pass: (ms: number) => void (now = later(now, ms)),
    async happen(...more: readonly StoredEvent[]) {
      events.push(...more)
      for (const listener of listeners)
        listener({ kind: 'stored', office: own, sequence: events.length } as StoreChange)
      await new Promise((resolve) => setTimeout(resolve, 250))
    },
    restart() {
      notifications[Symbol.dispose]()
      notifications = begin()
    },
  }
}
const officer: Recipient = { name: 'officer', lang: 'en', supervisor: false }
const chief: Recipient = { name: 'chief', lang: 'en', supervisor: true }

describe('of what happens', () => {
  test('what a court keeps from publication leaves with no message, whenever it was sealed', async () => {
    const sent: string[] = []
    const { happen, deliver, pass, seal } = office(
      async (_, { text }) => void sent.push(text),
      [officer],
    )
    const filed = { ...challenge, forum: 'the court that Acme chose' }
    const under: UnderSeal = {
      orders: new Set(),
      matters: new Set(),
      names: /Acme/giu,
      texts: new Set(),
    }
    await happen(stored(1, filed))
    seal(under)
    await happen(stored(2, filed))
    pass(61_000)
    await deliver('officer')
    expect(sent[0]).toContain('the court that █████ chose')
    expect(sent[0]).not.toContain('Acme')
    seal(undefined)
    await happen(stored(3, filed))
    pass(61_000)
    await deliver('officer')
    expect(sent[1]).toContain('Acme')
  })

  test('five hundred events at once become one message that counts them all, and each is kept', async () => {
    const sent: string[] = []
    const { happen, deliver, pass, outbox } = office(
      async (_, { text }) => void sent.push(text),
      [officer],
    )
    await happen(
      ...Array.from({ length: 500 }, (_, n) => stored(n + 1, n % 50 === 0 ? challenge : reached)),
    )
    pass(61_000)
    expect(await deliver('officer')).toBe(0)
    expect(await deliver('officer')).toBeUndefined()
    expect(sent).toHaveLength(1)
    expect(sent[0]).toContain('And 400 more')
    expect(outbox.list(1_000)).toHaveLength(500)
    expect(outbox.list(1_000).filter(({ message }) => message === undefined)).toEqual([])
  })

  test('what the ceiling holds back is told to a supervisor once, and comes together later', async () => {
    const sent: [string, string][] = []
    const { happen, deliver, pass } = office(
      async ({ name }, { kind }) => void sent.push([name, kind]),
      [officer, chief],
    )
    for (let n = 1; n <= 6; n += 1) {
      await happen(stored(n, reached))
      pass(61_000)
      await deliver('officer')
      await deliver('chief')
    }
    const to = (name: string) => sent.filter(([each]) => each === name).map(([, kind]) => kind)
    expect(to('officer')).toEqual(['alert', 'alert', 'alert'])
    expect(to('chief').filter((kind) => kind === 'overflow')).toHaveLength(1)
    pass(3_600_000)
    await deliver('officer')
    expect(to('officer')).toHaveLength(4)
  })

  test('nothing is lost or sent twice where the process dies, or the line is down', async () => {
    const sent: string[] = []
    let isUp = false
    const { happen, deliver, pass, restart, outbox } = office(
      async (_, { id }) => {
        if (!isUp) throw new Error('the line is down')
        sent.push(id)
      },
      [officer],
    )
    await happen(stored(1, challenge))
    pass(61_000)
    await expect(deliver('officer')).rejects.toThrow('the line is down')
    expect(outbox.messages(10)).toMatchObject([{ tries: 1, problem: 'the line is down' }])
    restart()
    isUp = true
    await deliver('officer')
    await deliver('officer')
    expect(sent).toHaveLength(1)
    expect(outbox.messages(10)).toMatchObject([{ tries: 2, problem: undefined }])
  })

  test('is acknowledged once, by whom came first; a message goes again when a person wants it', async () => {
    const sent: string[] = []
    const { happen, deliver, pass, outbox, sendAgain, woken } = office(
      async (_, { id }) => void sent.push(id),
      [officer],
    )
    await happen(stored(1, challenge))
    pass(61_000)
    await deliver('officer')
    const id = outbox.list(1)[0]?.id ?? ''
    expect(outbox.acknowledge('officer', id, 'local:A', start)).toBe(true)
    expect(outbox.acknowledge('officer', id, 'local:B', start)).toBe(true)
    expect(outbox.acknowledge('officer', 'unknown', 'local:B', start)).toBe(false)
    expect(outbox.list(1)).toMatchObject([{ acknowledgedBy: 'local:A' }])
    expect(await sendAgain('officer', sent[0] as string)).toBe(true)
    expect(await sendAgain('officer', 'unknown')).toBe(false)
    expect(woken.at(-1)).toBe('officer')
    await deliver('officer')
    expect(sent).toEqual([sent[0], sent[0]])
  })

  test('before anybody was told anything, nobody is: a ledger that is read for the first time is no news', async () => {
    const { happen, outbox, restart } = office(async () => undefined, [officer])
    await happen(stored(1, challenge))
    restart()
    expect(outbox.list(10)).toHaveLength(1)
  })
})

describe('a line out', () => {
  const open: { close: (done?: () => void) => unknown }[] = []
  afterEach(() => {
    for (const server of open.splice(0)) server.close()
  })
  const message = {
    id: '6b1f0c2e5d4a39788b7c6d5e4f302112',
    kind: 'alert',
    madeAt: start,
    subject: 'OIPC C.-B. : un élément requiert votre attention',
    text: 'Voilà.',
  } as const
  const sendTo = (address: Address, port = 0) =>
    createSend({
      addressOf: () => address,
      mailServer: { host: '127.0.0.1', port, secure: false, from: 'Concert <concert@bc.example>' },
      timeoutMs: 2_000,
    })({ ...officer, lang: 'fr' }, message)

  test('a mail says who, what and in which language, under an id that stays the same', async () => {
    const mails: string[] = []
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, _, done) {
        let mail = ''
        stream.on('data', (chunk: Buffer) => void (mail += chunk.toString()))
        stream.on('end', () => {
          mails.push(mail)
          done()
        })
      },
    })
    open.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
    const { port } = server.server.address() as AddressInfo
    await sendTo({ kind: 'mail', to: 'agent@bc.example' }, port)
    expect(mails).toHaveLength(1)
    expect(mails[0]).toContain(`Message-ID: <${message.id}@bc.example>`)
    expect(mails[0]).toContain('To: agent@bc.example')
    expect(mails[0]).toContain('Content-Language: fr')
    expect(mails[0]).toContain('Auto-Submitted: auto-generated')
  })

  test('a mail server that is not there is a fault, which is tried again', async () => {
    await expect(sendTo({ kind: 'mail', to: 'agent@bc.example' }, 1)).rejects.toThrow()
  })

  test('a webhook is signed so that its receiver can check it, and refused where it does not answer 2xx', async () => {
    const secret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`
    const verified: unknown[] = []
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => void (body += chunk.toString()))
      request.on('end', () => {
        verified.push(new Webhook(secret).verify(body, request.headers as Record<string, string>))
        response.writeHead(verified.length === 1 ? 204 : 503).end()
      })
    }).listen(0, '127.0.0.1')
    open.push(server)
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const address = { kind: 'webhook', url: `http://127.0.0.1:${port}/hook`, secret } as const
    await sendTo(address)
    expect(verified).toEqual([
      {
        type: 'concert.alert',
        timestamp: start,
        data: { subject: message.subject, text: message.text },
      },
    ])
    await expect(sendTo(address)).rejects.toThrow('503')
  })
})
