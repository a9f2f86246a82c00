// Calls the application without a socket, as a browser or program of this machine would.

import { openStaff } from '../../support/staff.ts'
import { createApp, type AppOptions } from '../../../services/web/app.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'

export const host = '127.0.0.1:8080'

export function clientOf(api: OfficeApi, options: Partial<AppOptions> = {}) {
  const faults: unknown[] = []
  const app = createApp(api, {
    staff: openStaff(),
    hosts: ['127.0.0.1'],
    version: '0.1.0',
    signal: new AbortController().signal,
    logFault: (error) => void faults.push(error),
    ...options,
  })
  const send = async (path: string, init: RequestInit = {}) =>
    app.request(`http://${host}${path}`, {
      ...init,
      headers: { host, ...(init.headers as Record<string, string>) },
    })
  return {
    app,
    faults,
    send,
    get: (path: string, headers: Record<string, string> = {}) => send(path, { headers }),
    json: async (path: string, headers: Record<string, string> = {}) =>
      (await send(path, { headers })).json() as Promise<Record<string, unknown>>,
    post: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      send(path, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
  }
}
