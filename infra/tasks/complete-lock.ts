// Adds to a lock the optional native packages that npm could not look up: name, exact version and platform are known from who wants them.
// Their hash is not: npm takes the registry's word for these until the lock is made where the registry carries them.

import { z } from 'zod'

const entrySchema = z.looseObject({
  version: z.string().optional(),
  dev: z.boolean().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
})
const lockSchema = z.looseObject({ packages: z.record(z.string(), entrySchema) })

export type Lock = z.infer<typeof lockSchema>

/** The lock with nothing missing, its packages in npm's order, and which entries are new. Throws if a missing package's platform cannot be told. */
export function completeLock(input: unknown): { lock: Lock; added: string[] } {
  lockSchema.parse(input)
  const lock = input as Lock // as it came: what zod returns has its keys in another order
  const packages = { ...lock.packages }
  const added = missingFrom(lock).map(({ name, version, dev }) => {
    const where = `node_modules/${name}`
    const { os, cpu, libc } = platformOf(name)
    packages[where] = {
      version,
      cpu,
      ...(dev ? { dev } : {}),
      ...(libc === undefined ? {} : { libc }),
      optional: true,
      os,
    } // npm's own order of keys
    return where
  })
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
  return { lock: { ...lock, packages: Object.fromEntries(sorted) }, added }
}

function missingFrom(lock: Lock): { name: string; version: string; dev: boolean }[] {
  return Object.entries(lock.packages).flatMap(
    ([where, { optionalDependencies = {}, dev = false }]) =>
      Object.entries(optionalDependencies)
        .filter(
          ([name]) =>
            lock.packages[`node_modules/${name}`] === undefined &&
            lock.packages[`${where}/node_modules/${name}`] === undefined,
        )
        .map(([name, version]) => ({ name, version, dev })),
  )
}

const platforms = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]

/** `@swc/core-linux-arm-gnueabihf` → linux, arm, glibc: the order that native packages are named by. */
function platformOf(name: string): { os: string[]; cpu: string[]; libc?: string[] } {
  const words = name.split(/[-/]/)
  const at = words.findIndex((word) => platforms.includes(word))
  const [os, cpu, libc] = words.slice(at)
  if (at === -1 || os === undefined || cpu === undefined)
    throw new Error(
      `package-lock.json lacks ${name}, which is not named after a platform: is it in the registry?`,
    )
  if (os !== 'linux' || libc === undefined) return { os: [os], cpu: [cpu] }
  return { os: [os], cpu: [cpu], libc: [libc.startsWith('musl') ? 'musl' : 'glibc'] }
}
