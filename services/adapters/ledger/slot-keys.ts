// Keys with which an office takes its readers' connections on its own broker: one for each reader, derived from the office's own key.
// They may neither publish nor hear anything.

import { createHmac } from 'node:crypto'
import { nkeys } from '@nats-io/transport-node'
import type { OfficeId } from '../../../shared/kernel/ids.ts'

/** The seed of a NATS user key. */
export function slotSeed(brokerSeed: Uint8Array, reader: OfficeId): Uint8Array {
  const raw = createHmac('sha256', brokerSeed).update(`connections of ${reader}`).digest()
  return userSeed(raw)
}

export function slotKey(brokerSeed: Uint8Array, reader: OfficeId): string {
  return nkeys.fromSeed(slotSeed(brokerSeed, reader)).getPublicKey()
}

/** As nkeys writes it: what it is a seed of, 32 bytes, a CRC-16, all of it in base 32. */
function userSeed(raw: Uint8Array): Uint8Array {
  const [seed, user] = [18 << 3, 20 << 3]
  const bytes = Buffer.from([seed | (user >> 5), (user & 31) << 3, ...raw, 0, 0])
  bytes.writeUInt16LE(crc16(bytes.subarray(0, -2)), bytes.length - 2)
  return Buffer.from(base32(bytes))
}

/** CCITT, from 0. */
function crc16(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++)
      crc = ((crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021) & 0xffff
  }
  return crc
}

/** RFC 4648, without padding. */
function base32(bytes: Uint8Array): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('')
}
