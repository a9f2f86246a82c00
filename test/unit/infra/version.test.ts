import { expect, it } from 'vitest'
import { pins } from '../../../infra/engines/pins.ts'
import { serves } from '../../../infra/engines/version.ts'

it.each([
  ['nats-server', 'nats-server: v2.15.2', '2.15.2'],
  ['nats-server', 'nats-server: v2.15.0', '2.15.0'],
  ['nats-server', 'nats-server: v2.16.1', '2.16.1'],
  ['nats-server', 'nats-server: v2.9.30', undefined],
  ['nats-server', 'nats-server: v3.15.2', undefined],
  ['nats-server', 'something else v2.15.2', undefined],
  ['nats-server', '', undefined],
  ['temporal', 'temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)', '1.5.1'],
  ['temporal', 'temporal version 1.10.0 (Server 1.35.0, UI 2.50.0)', '1.10.0'],
  ['temporal', 'temporal version 1.4.1 (Server 1.28.0, UI 2.40.0)', undefined],
  // What `go install` builds of 1.5.1 does not know its own version, but the server's inside it.
  ['temporal', 'temporal version 0.0.0-DEV (Server 1.29.1, UI 2.42.1)', '1.5.1'],
  ['temporal', 'temporal version 0.0.0-DEV (Server 1.27.0, UI 2.37.0)', undefined],
  ['temporal', 'temporal version 0.0.0-DEV', undefined],
] as const)('%s: "%s"', (name, said, version) => {
  expect(serves(pins[name], said)).toBe(version)
})
