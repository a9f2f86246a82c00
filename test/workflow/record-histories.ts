// Records the histories that replay.test.ts replays: `node test/workflow/record-histories.ts`, on a real Temporal, without encryption.
// Old ones stay: what a workflow did once must replay for ever. A file of the same name is replaced only with `--replace`.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Instant } from '../../shared/calendar/date.ts'
import { type ClockSetting, legalMs } from '../../shared/clock.ts'
import { type AggregateRef, type CommandId, type OfficeId, workflowIdOf } from '../../shared/ids.ts'
import type { AnyCommand } from '../../workflows/messages.ts'
import { respondent, threeTerms } from '../support/founding.ts'
import { historyToJson } from './support/history-json.ts'
import { realLedger } from './support/ledgers.ts'
import { type Rig, startRig } from './support/rig.ts'
import { eventually } from './support/wait.ts'

const folder = path.join(import.meta.dirname, 'histories')
const office = 'ca-bc-oipc' as OfficeId

await using rig = await startRig({ encrypted: false, ledger: realLedger })
await using _worker = await rig.startWorker()
const texts = { en: 'a text', fr: 'un texte' }

await scenario('order-life', { office, kind: 'order', id: 'P21-08' }, async (say, ref) => {
  await say({ kind: 'issue', on: '2021-12-14', matter: 'a-matter', statute: 'ca-bc-pipa', respondent, terms: threeTerms })
  await say({ kind: 'serve', on: '2021-12-14', party: 'acme', means: 'courier' })
  // Refused by the ledger: the law gives the office no power to. Accepted by the validator, so it is in the history.
  await say({ kind: 'extend', on: '2021-12-14', to: '2022-03-01', grantedBy: 'office', reason: 'asked for' }, 'refused')
  // Refused by the validator: leaves nothing.
  await say({ kind: 'refuse', on: '2021-12-14', terms: ['T9'] }, 'refused')
  await say({ kind: 'comply', on: '2021-12-14', terms: ['T1'], outcome: 'complied' })
  await alarms(ref, 1)
  // The broker goes away for two tries: one within the task, one of its own.
  let tries = 0
  rig.ledger.before = () => {
    if (++tries > 2) return
    throw Object.assign(new Error('no broker'), { stack: 'Error: no broker' })
  }
  await say({ kind: 'refuse', on: '2022-01-20', terms: ['T2', 'T3'] })
  await say({ kind: 'close', on: '2022-01-26', reason: 'the test is over' })
})

await scenario('order-unknown', { office, kind: 'order', id: 'P99-99' }, (say) => say({ kind: 'serve', on: '2021-12-14', party: 'acme', means: 'courier' }, 'refused'))

await scenario('order-challenged', { office, kind: 'order', id: 'P21-09' }, async (say) => {
  await say({ kind: 'issue', on: '2022-01-10', matter: 'a-matter', statute: 'ca-bc-pipa', respondent, terms: threeTerms })
  await say({ kind: 'serve', on: '2022-01-10', party: 'acme', means: 'courier' })
  await say({ kind: 'challenge', on: '2022-01-12', challenge: 'jr', challengeKind: 'judicial-review', forum: 'a court' })
  await say({ kind: 'decide', on: '2022-01-20', challenge: 'jr', outcome: 'upheld', citation: '2022 X 1', endsStay: true })
})

await scenario('matter-life', { office, kind: 'matter', id: 'a-matter' }, async (say) => {
  await say({ kind: 'opened', on: '2021-12-14', title: texts, respondent })
  await say({ kind: 'findings-published', on: '2021-12-14', offices: [office] })
  await say({ kind: 'noted', on: '2021-12-14', text: texts })
})

type Say = (command: Record<string, unknown> & { kind: string; on: string }, expected?: 'recorded' | 'refused') => Promise<void>

/** Runs of four updates each, so that one life is several histories; each becomes a file. */
async function scenario(name: string, ref: AggregateRef, live: (say: Say, ref: AggregateRef) => Promise<void>): Promise<void> {
  const clock: ClockSetting = { kind: 'compressed', realStart: new Date().toISOString() as Instant, legalStart: '2021-12-14T17:00:00.000Z' as Instant, rate: 20 * 86_400 }
  const { submit } = rig.submitter({ clock, limits: { historyEvents: 4_000, updates: 4 }, workflowType: ref.kind })
  let sent = 0
  await live(async (command, expected = 'recorded') => {
    await eventually(() => new Date(legalMs(clock, Date.now())).toISOString(), (now) => now.slice(0, 10) >= command.on)
    const reply = await submit(ref, { id: `${name}-${(sent += 1)}` as CommandId, ...command } as AnyCommand)
    if (reply.kind !== expected) throw new Error(`${name}: ${command.kind} was ${JSON.stringify(reply)}`)
  }, ref)
  rig.ledger.before = () => undefined
  await save(rig, name, ref)
}

async function alarms(ref: AggregateRef, count: number): Promise<void> {
  await eventually(() => rig.ledger.eventsOf(ref).filter((event) => (event.event as { kind: string }).kind === 'deadline-reached').length, (seen) => seen >= count)
}

async function save({ link }: Rig, name: string, ref: AggregateRef): Promise<void> {
  const { client } = link
  // The last command may have made the workflow go on as a new run, which has yet to do its first task.
  await eventually(() => rig.history(ref), (events) => ['workflowTaskCompleted', 'timerStarted', 'workflowExecutionUpdateCompleted', 'workflowExecutionCompleted'].includes(events.at(-1) ?? ''))
  mkdirSync(folder, { recursive: true })
  let runId = (await client.workflow.getHandle(workflowIdOf(ref)).describe()).raw.workflowExecutionInfo?.firstRunId ?? undefined
  for (let part = 1; runId !== undefined && runId !== ''; part += 1) {
    const history = await client.workflow.getHandle(workflowIdOf(ref), runId).fetchHistory()
    const file = path.join(folder, `${name}.${part}.json`)
    if (existsSync(file) && !process.argv.includes('--replace')) throw new Error(`${file} exists: choose another name for a new scenario, or say --replace`)
    writeFileSync(file, historyToJson(history))
    process.stdout.write(`${path.relative(process.cwd(), file)}: ${history.events?.length} events\n`)
    runId = history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? undefined
  }
}
