// `concert calendar`, `concert matter chronology` and the two dates of a reading, against the real HTTP application with an office in memory.

import ICAL from 'ical.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Instant } from '../../shared/kernel/date.ts'
import { parseOrderId, type AggregateRef } from '../../shared/kernel/ids.ts'
import type { HttpServer } from '../../services/web/server.ts'
import { chronologySchema } from '../../shared/contract/views.schema.ts'
import { runCli, serve } from '../support/command-line.ts'
import { MemoryOffice, anybody } from './http/memory-office.ts'

const order = 'ca-bc-oipc:P21-08'
let server: HttpServer
beforeAll(async () => {
  const office = await new MemoryOffice('ca-bc-oipc', '2021-12-20').replay()
  office.recordedAt = '2022-01-10T18:00:00.000Z' as Instant
  await office.submit(
    anybody,
    parseOrderId(order) as AggregateRef,
    {
      kind: 'stay',
      id: 'late',
      on: '2021-12-16',
      action: 'ordered',
      forum: 'Supreme Court',
      terms: ['T1'],
    } as never,
  )
  server = await serve(office)
})
afterAll(() => server[Symbol.asyncDispose]())

async function concert(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { code, err, printed } = await runCli([...args, '--url', server.url])
  return { code, err, out: printed.map((text) => `${text}\n`).join('') }
}

describe('concert calendar', () => {
  const summaries = (text: string) =>
    new ICAL.Component(ICAL.parse(text))
      .getAllSubcomponents('vevent')
      .map((event) => String(event.getFirstPropertyValue('summary')))
  it.each<[string[], string, number]>([
    [[], '/calendar/office.ics?lang=en', 2],
    [['--office'], '/calendar/office.ics?lang=en', 2],
    [['--all'], '/calendar/all.ics?lang=en', 11],
    [
      ['--matter', 'clearview-ai', '--lang', 'fr'],
      '/calendar/matters/clearview-ai.ics?lang=fr',
      11,
    ],
    [['--order', order], '/calendar/orders/ca-bc-oipc/P21-08.ics?lang=en', 2],
  ])('%j writes what %s gives, byte by byte', async (args, path, count) => {
    const { code, out, err } = await concert('calendar', ...args)
    expect(code, err).toBe(0)
    expect(out).toBe(await (await fetch(`${server.url}${path}`)).text())
    expect(summaries(out)).toHaveLength(count)
  })
  it.each<[string[], number, string]>([
    [['--matter', 'nope'], 3, 'nope'],
    [['--order', 'ca-bc-oipc:P99'], 3, 'P99'],
    [['--order', 'P21-08'], 2, 'P21-08'],
    [['--order', order, '--matter', 'clearview-ai'], 2, '--matter'],
    [['--all', '--order', order], 2, '--all'],
    [['--lang', 'de'], 2, 'de'],
  ])('%j ends with %i and says why', async (args, code, why) => {
    const ended = await concert('calendar', ...args)
    expect(ended).toMatchObject({ code, out: '' })
    expect(ended.err).toContain(why)
  })
})

describe('concert matter chronology', () => {
  it('has every fact with its date, source, record and key, and the deadlines it set', async () => {
    const { code, out } = await concert('matter', 'chronology', 'clearview-ai')
    expect(code).toBe(0)
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
    for (const part of [
      'ca-bc-oipc:P21-08  copy-given',
      'sets last day to comply with T1, T2, T3: 2022-01-25 S',
      'recorded 2021-12-14T18:00:00Z, entry 3, key ca-bc-oipc-2021',
      '(assumed, 2021-12-07 to 2021-12-14)',
      'gives no legal advice',
    ])
      expect(out.replaceAll(/\s+/g, ' ')).toContain(part.replaceAll(/\s+/g, ' '))
  })
  it('as JSON, as of a day and as it was known', async () => {
    const entries = async (...args: string[]) =>
      chronologySchema.parse(
        JSON.parse((await concert('matter', 'chronology', 'clearview-ai', '--json', ...args)).out),
      ).entries
    const all = await entries()
    expect(all.map(({ on }) => on)).toEqual(all.map(({ on }) => on).toSorted())
    expect(all.filter(({ event }) => event.kind === 'stay-ordered')).toHaveLength(1)
    expect(await entries('--known-on', '2022-01-09')).toHaveLength(all.length - 1)
    expect(await entries('--as-of', '2021-12-06')).toHaveLength(
      all.filter(({ on }) => on <= '2021-12-06').length,
    )
  })
  it('of a matter that nobody knows is refused', async () =>
    expect(await concert('matter', 'chronology', 'nope')).toMatchObject({ code: 3, out: '' }))
})

describe('--as-of and --known-on', () => {
  const clock = async (...args: string[]) => {
    const { out } = await concert('order', 'show', order, '--json', ...args)
    return (JSON.parse(out) as { view: { terms: { clock: string }[] } }).view.terms[0]?.clock
  }
  it('differ in `order show` where a back-dated fact came late', async () => {
    expect(await clock('--as-of', '2021-12-20')).toBe('stayed')
    expect(await clock('--as-of', '2021-12-15')).toBe('running')
    expect(await clock('--as-of', '2021-12-20', '--known-on', '2022-01-09')).toBe('running')
    expect(await clock('--as-of', '2021-12-20', '--known-on', '2022-01-10')).toBe('stayed')
  })
  it('are said by `order show`, `order list` and `board`', async () => {
    const dates = ['--as-of', '2021-12-20', '--known-on', '2022-01-09']
    expect((await concert('order', 'show', order, ...dates)).out).toMatch(
      /^As of 2021-12-20, from what was recorded by 2022-01-09/,
    )
    expect((await concert('board', ...dates)).out).toMatch(
      /^Where every office stands on 2021-12-20, as ca-bc-oipc sees it from what was recorded by 2022-01-09/,
    )
    expect((await concert('order', 'list', ...dates, '--json')).out).toContain('"running"')
  })
  it('must be days that exist', async () =>
    expect(await concert('order', 'show', order, '--known-on', '2022-02-30')).toMatchObject({
      code: 2,
    }))
})
