// The same six-command orders on the engines that others would take, in turn with ours by HTTP, in one run and on one machine. Every event is synced before it is answered, everywhere.

import { startBrokers, type TestBrokers } from '../../support/nats.ts'
import { valueOf, type Report } from '../figures.ts'
import { lanes, ordersOf, perSecond, round, type Rates } from '../lifecycles.ts'
import { inLanes, median } from '../load.ts'
import { lifeOf } from '../orders.ts'
import { openServed, type Served } from '../served.ts'
import { floor } from '../stage.ts'
import { fetchPeers } from './packages.ts'
import { startDbosPeer, startRestatePeer, startTemporalPeer, type Peer } from './start.ts'

const section = 'beside peers, by HTTP'

interface PeerRates {
  readonly perSecond: number
  readonly commandMs: readonly number[]
}

export async function measurePeers(report: Report): Promise<void> {
  await fetchPeers(report.say)
  await using opened = new AsyncDisposableStack()
  const served = opened.use(await openServed(report))
  const brokers = opened.use(await startBrokers({ [floor]: 'commissioner' }))
  report.say(`${section}: starting them`)
  const peers = await startPeers(opened, brokers, report)
  await round(served, 8, report.quick ? 4 : 100)
  for (const peer of peers) await peerRound(served, peer, 8, report.quick ? 4 : 100)
  for (const atOnce of lanes) {
    const orders = ordersOf(report, atOnce) / 2
    const rounds = report.quick ? 1 : 5
    report.say(`${section}: ${rounds} rounds of ${orders} orders each, ${atOnce} at once`)
    const ours: Rates[] = []
    const theirs = new Map<Peer, PeerRates[]>(peers.map((peer) => [peer, []]))
    for (let n = 0; n < rounds; n++) {
      ours.push(await round(served, atOnce, orders))
      for (const [peer, all] of theirs) all.push(await peerRound(served, peer, atOnce, orders))
    }
    reportAt(report, atOnce, ours, theirs)
  }
}

async function startPeers(
  opened: AsyncDisposableStack,
  brokers: TestBrokers,
  report: Report,
): Promise<Peer[]> {
  const peers = [
    opened.use(await startTemporalPeer(brokers)),
    opened.use(await startRestatePeer(brokers)),
  ]
  const dbos = await startDbosPeer(brokers, report.say)
  return dbos === undefined ? peers : [...peers, opened.use(dbos)]
}

let begun = 0

async function peerRound(
  { today }: Served,
  peer: Peer,
  atOnce: number,
  orders: number,
): Promise<PeerRates> {
  const commandMs: number[] = []
  const first = (begun += orders) - orders
  const { startedAt, endedAt } = await inLanes(orders, atOnce, async (number) => {
    const id = `P${first + number}`
    const ref = { office: floor, kind: 'order', id } as unknown as Parameters<typeof lifeOf>[0]
    for (const command of lifeOf(ref, today())) {
      const start = performance.now()
      await peer.send(id, command)
      commandMs.push(performance.now() - start)
    }
  })
  return { perSecond: perSecond(orders, startedAt, endedAt), commandMs }
}

function reportAt(
  report: Report,
  atOnce: number,
  ours: readonly Rates[],
  theirs: ReadonlyMap<Peer, readonly PeerRates[]>,
): void {
  const rate = (what: 'recorded' | 'told' | 'ended') => median(ours.map((each) => each[what]))
  const command = valueOf(ours.flatMap(({ commandMs }) => commandMs))
  const peers = [...theirs].map(([{ name }, all]) => ({
    name,
    rate: median(all.map((each) => each.perSecond)),
    command: valueOf(all.flatMap(({ commandMs }) => commandMs)),
  }))
  // The aims are of the fastest peer: every peer is beside us, and the fastest one decides.
  for (const { name, rate: theirRate, command: theirCommand } of peers) {
    const beside = (what: string, value: number, times: number) =>
      report.add({
        section,
        name: `orders ${what}, ${atOnce} at once`,
        unit: 'per second',
        value: { value },
        floor: { name, value: { value: theirRate } },
        aim: { ratio: 1 / times },
      })
    beside('recorded', rate('recorded'), 3)
    beside('told', rate('told'), 1.2)
    report.add({
      section,
      name: `a command, ${atOnce} at once`,
      unit: 'ms',
      value: command,
      floor: { name, value: theirCommand },
      aim: { ratio: 1 / 3 },
    })
  }
  report.add({
    section,
    name: `orders whose life has ended, ${atOnce} at once`,
    unit: 'per second',
    value: { value: rate('ended') },
  })
}
