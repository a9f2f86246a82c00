// Ports that are chosen now and listened on seconds later, by other programs: nobody else may be given them meanwhile.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'

const module = path.join(import.meta.dirname, '..', '..', '..', 'infra', 'federation', 'ports.ts')
const each = 70
const script = `
  const { freePort } = await import(${JSON.stringify(module)})
  const ports = []
  for (let n = 0; n < ${each}; n++) ports.push(await freePort())
  console.log(JSON.stringify(ports))
  process.stdin.resume().on('end', () => process.exit())`

/** A process that chooses ports, listens on none, and lives until its input ends. */
async function chooser(): Promise<{ readonly child: ChildProcess; readonly ports: number[] }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.stdin.end()
    await once(child, 'exit')
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { child, ports: JSON.parse(line) as number[] }
}

const isHeld = async (port: number): Promise<boolean> => {
  const socket = connect(port, '127.0.0.1')
  const held = await once(socket, 'connect').then(
    () => true,
    () => false,
  )
  socket.destroy()
  return held
}

test('no port is given twice, to several processes that choose at once', async () => {
  const all = await Promise.all(Array.from({ length: 5 }, chooser))
  const ports = all.flatMap((one) => one.ports)
  expect(new Set(ports).size).toBe(all.length * each)
})

test('what is chosen from is held as long as who chooses lives, and given back by the system', async () => {
  const { child, ports } = await chooser()
  const before = (ports[0] ?? 0) - 1
  expect(await isHeld(before)).toBe(true)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await isHeld(before)).toBe(false)
})
