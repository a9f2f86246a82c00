import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { completeLock } from '../../../infra/tasks/complete-lock.ts'

it('is whole: `npm ci` refuses a lock that lacks a native package of any platform', () => {
  for (const file of [
    'package-lock.json',
    'infra/runtime/package-lock.json',
    'infra/chromium/package-lock.json',
  ]) {
    const lock: unknown = JSON.parse(
      readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8'),
    )
    expect(completeLock(lock).added).toEqual([])
  }
})

it('says of every package what it must hash to, for every platform', () => {
  for (const file of ['package-lock.json', 'infra/runtime/package-lock.json']) {
    const { packages } = JSON.parse(
      readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8'),
    ) as { packages: Record<string, { integrity?: string }> }
    const without = Object.entries(packages).filter(
      ([where, { integrity = '' }]) => where !== '' && !/^sha512-[\w+/]{86}==$/.test(integrity),
    )
    expect(without.map(([where]) => where)).toEqual([])
  }
})

it('names no registry: everyone installs from their own', () => {
  for (const file of ['package-lock.json', 'infra/chromium/package-lock.json'])
    expect(readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')).not.toContain(
      '"resolved"',
    )
})

it('adds what is missing, with version and platform, and keeps the rest', () => {
  const native = {
    'core-darwin-arm64': '1.2.3',
    'core-linux-x64-musl': '1.2.3',
    'core-linux-arm-gnueabihf': '1.2.3',
    'core-here': '1.2.3',
  }
  const { lock, added } = completeLock({
    lockfileVersion: 3,
    packages: {
      'node_modules/core': { version: '1.2.3', dev: true, optionalDependencies: native },
      'node_modules/core-here': { version: '1.2.3', integrity: 'sha512-x' },
    },
  })
  expect(added).toEqual([
    'node_modules/core-darwin-arm64',
    'node_modules/core-linux-x64-musl',
    'node_modules/core-linux-arm-gnueabihf',
  ])
  expect(lock.packages['node_modules/core-darwin-arm64']).toEqual({
    version: '1.2.3',
    os: ['darwin'],
    cpu: ['arm64'],
    dev: true,
    optional: true,
  })
  expect(lock.packages['node_modules/core-linux-x64-musl']).toMatchObject({ libc: ['musl'] })
  expect(lock.packages['node_modules/core-linux-arm-gnueabihf']).toMatchObject({
    cpu: ['arm'],
    libc: ['glibc'],
  })
  expect(lock.packages['node_modules/core-here']).toEqual({
    version: '1.2.3',
    integrity: 'sha512-x',
  })
  expect(lock['lockfileVersion']).toBe(3)
})

it('does not guess at a missing package that is not named after a platform', () => {
  expect(() =>
    completeLock({ packages: { 'node_modules/a': { optionalDependencies: { sharp: '1.0.0' } } } }),
  ).toThrow(/lacks sharp/)
})
