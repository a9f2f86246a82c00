// Ports of a federation: free ones chosen once and kept, or a configured row of them. A taken one is named.

import { randomInt } from 'node:crypto'
import { createServer, type AddressInfo, type Server } from 'node:net'

export interface OfficePorts {
  readonly http: number
  readonly broker: number
}
export interface Ports {
  readonly temporal: number
  readonly temporalUi: number
  readonly offices: Readonly<Record<string, OfficePorts>>
}

/**
 * The ports to use. With `base`: pages of the offices first, then Temporal, Temporal's UI and the brokers, in a row; throws naming every one that is taken.
 * Without: `kept` ones that are still free, and new ones where not.
 */
export async function choosePorts(
  offices: readonly string[],
  options: {
    readonly kept?: Ports | undefined
    readonly base?: number | undefined
    readonly report: (line: string) => void
  },
): Promise<Ports> {
  const { kept, base, report } = options
  const uses = usesOf(offices)
  const taken: string[] = []
  const reserved: Server[] = []
  const chosen = new Map<string, number>()
  try {
    for (const [index, use] of uses.entries()) {
      const wanted = base === undefined ? use.of(kept) : base + index
      const server = wanted === undefined ? undefined : await tryListen(wanted)
      if (server !== undefined) {
        reserved.push(server)
      } else if (base !== undefined) {
        taken.push(`${base + index} (${use.name})`)
        continue
      } else {
        const free = await listenSomewhere()
        reserved.push(free)
        if (wanted !== undefined)
          report(`Port ${wanted} (${use.name}) is taken: using ${portOf(free)} instead`)
      }
      chosen.set(use.name, portOf(reserved.at(-1) as Server))
    }
  } finally {
    await Promise.all(reserved.map((server) => new Promise((resolve) => server.close(resolve))))
  }
  if (taken.length > 0)
    throw new Error(
      `Taken: port ${taken.join(', port ')}. Give another --port-base (or CONCERT_PORT_BASE) than ${base}, or stop what listens there`,
    )
  const port = (name: string) => chosen.get(name) as number
  return {
    temporal: port('Temporal'),
    temporalUi: port("Temporal's own pages"),
    offices: Object.fromEntries(
      offices.map((id) => [id, { http: port(`pages of ${id}`), broker: port(`broker of ${id}`) }]),
    ),
  }
}

function usesOf(
  offices: readonly string[],
): { name: string; of(ports: Ports | undefined): number | undefined }[] {
  return [
    ...offices.map((id) => ({
      name: `pages of ${id}`,
      of: (ports: Ports | undefined) => ports?.offices[id]?.http,
    })),
    { name: 'Temporal', of: (ports) => ports?.temporal },
    { name: "Temporal's own pages", of: (ports) => ports?.temporalUi },
    ...offices.map((id) => ({
      name: `broker of ${id}`,
      of: (ports: Ports | undefined) => ports?.offices[id]?.broker,
    })),
  ]
}

/**
 * Below the ports that systems give to outgoing connections: one of those would be taken now and then by a client
 * while the process that it belongs to is not up.
 */
const freeRange = { first: 20_000, count: 12_000 }
const rowLength = 60
const maxTries = 200

/**
 * A row of ports that no other process of ours takes from, for a port is chosen seconds before somebody listens on it.
 * Its first port is listened on as long as this process lives; the system gives it back however the process ends.
 */
let row: Promise<{ readonly first: number; used: number }> | undefined

async function claimRow(): Promise<{ readonly first: number; used: number }> {
  for (let tried = 0; tried < maxTries; tried++) {
    const first = freeRange.first + rowLength * randomInt(freeRange.count / rowLength)
    const hold = await tryListen(first)
    if (hold === undefined) continue
    hold.on('connection', (socket) => socket.destroy())
    hold.unref()
    return { first, used: 1 }
  }
  throw new Error(
    `No free port found from ${freeRange.first} on: give --port-base (or CONCERT_PORT_BASE)`,
  )
}

/** Each port of a row once: that of a process that was killed is its own when it is started again. */
async function listenSomewhere(): Promise<Server> {
  for (;;) {
    const own = (row ??= claimRow())
    const ports = await own
    while (ports.used < rowLength) {
      const server = await tryListen(ports.first + ports.used++)
      if (server !== undefined) return server
    }
    if (row === own) row = undefined
  }
}

/** A port that was free a moment ago, and that no other process of ours is given. */
export async function freePort(): Promise<number> {
  const server = await listenSomewhere()
  const port = portOf(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

async function tryListen(port: number): Promise<Server | undefined> {
  return listen(port).catch((error: unknown) => {
    if (
      error instanceof Error &&
      'code' in error &&
      (error.code === 'EADDRINUSE' || error.code === 'EACCES')
    )
      return undefined
    throw error
  })
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server))
  })
}
