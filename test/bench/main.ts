// `npm run bench`: measures the product beside its floors, in one run. Progress goes to standard error, the table (or JSON) to standard output.
// It reports; whether the product is right is for the tests.

import { availableParallelism, cpus, totalmem } from 'node:os'
import { Command, Option } from 'commander'
import { resolveEngines } from '../../infra/engines/resolve.ts'
import { measureAlarms } from './alarms.ts'
import { watchChildren } from './children.ts'
import { run as measureClocks } from './clocks.ts'
import { measureDurable } from './durable.ts'
import { createReport, tableOf, type Report } from './figures.ts'
import { measureFlood } from './flood.ts'
import { measureHistory } from './history.ts'
import { measureHttp } from './http.ts'
import { measureJointList } from './joint-list.ts'
import { measureJoint } from './joint.ts'
import { measureLifecycles, measureLifecyclesByHttp } from './lifecycles.ts'
import { measureLists } from './lists.ts'
import { measureMemory } from './memory.ts'
import { measurePace } from './pace.ts'
import { measurePages } from './pages.ts'
import { measurePeers } from './peers/peers.ts'
import { measureRebuild } from './rebuild.ts'
import { measureBigRestart, measureRestart } from './restart.ts'
import { openServed, type Served } from './served.ts'
import { openStage, type Stage } from './stage.ts'
import { measureTrust } from './trust.ts'
import { measureVisible } from './visible.ts'

/** In this order: those of one office in this process, those of one in a process of its own, and those that start what they need. */
const onStage = {
  durable: measureDurable,
  trust: measureTrust,
  visible: measureVisible,
  pace: measurePace,
  lifecycles: measureLifecycles,
  history: measureHistory,
}
const onServed = {
  http: measureHttp,
  'lifecycles-http': measureLifecyclesByHttp,
}
const alone = {
  alarms: measureAlarms,
  restart: measureRestart,
  'restart-100k': measureBigRestart,
  rebuild: measureRebuild,
  memory: measureMemory,
  joint: measureJoint,
  lists: measureLists,
  'joint-list': measureJointList,
  pages: measurePages,
  clocks: measureClocks,
  flood: measureFlood,
  peers: measurePeers,
}
const names = [...Object.keys(onStage), ...Object.keys(onServed), ...Object.keys(alone)].filter(
  (name) => name !== 'peers',
)

interface Options {
  readonly json?: boolean
  readonly quick?: boolean
  readonly only?: readonly string[]
  readonly peers?: boolean
}

const program = new Command('npm run bench --')
  .description(
    'Measures commands, followers, memory and rebuilds, each beside its floor in the same run.',
  )
  .option('--json', 'print JSON on standard output and nothing else there')
  .addOption(new Option('--only <name...>', 'measure only these').choices(names))
  .option(
    '--peers',
    'the same orders on Temporal alone, Restate and DBOS too; fetches them by npm, into the cache',
  )
  .option('--quick', 'few samples: shows that everything works, the figures mean little')
  .addHelpText(
    'before',
    `Examples:
  npm run bench                          everything, in about forty minutes
  npm run bench -- --only durable        one part: ${names.join(', ')}
  npm run bench -- --only http --peers   one part, and the peers
  npm run -s bench -- --json > bench.json
`,
  )
  .action(run)

await program.parseAsync()
// A part that was cut off may still wait for something.
if (process.exitCode === 1) process.exit()

async function run({
  json = false,
  quick = false,
  only = names,
  peers = false,
}: Options): Promise<void> {
  const stop = new AbortController()
  const aborted = new Promise<never>((_, reject) =>
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason), { once: true }),
  )
  // Heard where something is under way; at other times nobody waits for it.
  aborted.catch(() => undefined)
  const onSignal = (signal: NodeJS.Signals) => stop.abort(new Error(`stopped by ${signal}`))
  // It may come twice, from the terminal and through npm: the second one must not cut off the closing.
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  const children = watchChildren()
  const report = createReport({
    quick,
    say: (line) => void process.stderr.write(`bench: ${line}\n`),
  })
  const engines = await resolveEngines({ report: report.say, signal: stop.signal })
  const processor = cpus()[0]?.model ?? 'unknown processor'
  try {
    await measure(report, new Set([...only, ...(peers ? ['peers'] : [])]), aborted)
  } catch (error) {
    report.say(error instanceof Error ? (error.stack ?? error.message) : String(error))
    process.exitCode = 1
  } finally {
    await children[Symbol.asyncDispose]()
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
  const { figures } = report
  const machine = {
    cores: availableParallelism(),
    processor,
    memoryMB: Math.round(totalmem() / 2 ** 20),
    node: process.version,
    temporal: engines.temporal.version,
    natsServer: engines['nats-server'].version,
  }
  if (json)
    console.log(JSON.stringify({ at: new Date().toISOString(), quick, machine, figures }, null, 2))
  else {
    console.log(tableOf(figures))
    console.log(
      `${machine.cores} × ${machine.processor}, Node ${machine.node}, Temporal CLI ${machine.temporal} with its data in a file and full sync, nats-server ${machine.natsServer} that syncs every message`,
    )
  }
}

/** `aborted` never resolves: it ends what is under way. What was opened is closed in either case. */
async function measure(
  report: Report,
  wanted: ReadonlySet<string>,
  aborted: Promise<never>,
): Promise<void> {
  const parts = Object.entries(onStage).filter(([name]) => wanted.has(name))
  if (parts.length > 0) {
    await using stage: Stage = await openStage(report)
    for (const [, part] of parts) await Promise.race([part(report, stage), aborted])
  }
  const served = Object.entries(onServed).filter(([name]) => wanted.has(name))
  if (served.length > 0) {
    await using office: Served = await openServed(report)
    for (const [, part] of served) await Promise.race([part(report, office), aborted])
  }
  for (const [name, part] of Object.entries(alone))
    if (wanted.has(name)) await Promise.race([part(report), aborted])
}
