import { startFederation } from '/work/main/infra/federation/supervisor.ts'
const stop = new AbortController()
const t0 = Date.now()
const fed = await startFederation({ dataDir: process.argv[2] ?? '/tmp/fed-data', engines: { temporal: '/root/.cache/concert-build/temporal', natsServer: '/root/.cache/concert-build/nats-server' }, rate: 3_000_000, legalStart: '2020-02-21T05:00:00.000Z' as never, report: (l) => console.error(((Date.now()-t0)/1000).toFixed(1), l), signal: stop.signal })
console.error('pids', fed.pids(), fed.offices)
fed.startClock()
process.once('SIGINT', async () => { await fed[Symbol.asyncDispose](); console.error('stopped') })
