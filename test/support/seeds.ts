// The counterexamples that were found once, by name: every property of their test plays them before anything random.

import { readdirSync, readFileSync } from 'node:fs'

export interface Seed<S, T> {
  readonly name: string
  readonly property: string
  readonly found: string
  readonly why: string
  readonly setting: S
  readonly steps: readonly T[]
}

/** Of one folder of `test/seeds`, by name. Throws where one is not whole. */
export function seedsOf<S, T>(folder: string): Seed<S, T>[] {
  const place = new URL(`../seeds/${folder}/`, import.meta.url)
  return readdirSync(place)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => {
      const seed = JSON.parse(readFileSync(new URL(file, place), 'utf8')) as Seed<S, T>
      const { property, found, why, setting, steps } = seed
      if (!property || !/^\d{4}-\d\d-\d\d$/.test(found) || !why || !setting || steps.length === 0)
        throw new Error(`${folder}/${file} is not a seed: test/seeds/README.md says what it holds`)
      return { ...seed, name: file.replace(/\.json$/, '') }
    })
}
