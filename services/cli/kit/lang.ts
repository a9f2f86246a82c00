// In which language the command line tells a refusal: `--lang`, else the locale of the machine, else English.

import type { Lang } from '../../../shared/kernel/text.ts'
import { readLang } from './environment.ts'

/** Read from the arguments as they came: a refusal may come before they are parsed. */
export function langOf(args: readonly string[], env?: NodeJS.ProcessEnv): Lang {
  const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='))
  const chosen = args[at] === '--lang' ? args[at + 1] : args[at]?.slice('--lang='.length)
  return chosen === 'fr' || chosen === 'en' ? chosen : readLang(env)
}
