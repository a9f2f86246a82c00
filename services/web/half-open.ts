// Connections on which no request has arrived yet are few for each client: beyond that the oldest is cut, so that whoever sends a request at once is always let in.

import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** `max`: for each address. */
export function boundHalfOpen(server: Server, max: number): void {
  const waiting = new Map<string, Set<Socket>>()
  const forget = (socket: Socket, address: string) => {
    const sockets = waiting.get(address)
    sockets?.delete(socket)
    if (sockets?.size === 0) waiting.delete(address)
  }
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const sockets = waiting.get(address) ?? new Set()
    waiting.set(address, sockets)
    sockets.add(socket)
    socket.once('close', () => forget(socket, address))
    const [oldest] = sockets
    if (sockets.size > max) oldest?.destroy()
  })
  server.on('request', ({ socket }: { readonly socket: Socket }) =>
    forget(socket, socket.remoteAddress ?? ''),
  )
}
