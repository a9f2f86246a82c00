// Options that many commands share, and how their values are read. It loads nothing heavy: every command begins with it.

import { InvalidArgumentError, Option, type Command } from 'commander'

/** Adds the options that name the office, the form of the output and its language. */
export function addOfficeOptions(command: Command): Command {
  return command
    .option(
      '--office <id>',
      'the office that answers, or in whose name the command is recorded (default: the one the order belongs to, else the first here)',
    )
    .option(
      '--url <url>',
      'address of an office (default: CONCERT_URL, else the federation on this machine)',
    )
    .option(
      '--data <folder>',
      'data folder of the federation on this machine (default: CONCERT_DATA, else .concert)',
    )
    .option('--json', 'JSON on standard output, and nothing else there')
    .addOption(langOption())
}

/** Read by `kit/lang.ts` before the arguments are parsed; here for the help, and so that it is known. */
export function langOption(): Option {
  return new Option('--lang <lang>', 'language of refusals (default: LANG, else en)').choices([
    'en',
    'fr',
  ])
}

/** Adds the options that every recorded fact has. */
export function addFactOptions(command: Command): Command {
  return addOfficeOptions(command)
    .option(
      '--on <date>',
      "legal date of the fact, YYYY-MM-DD (default: today by the office's legal clock)",
    )
    .option('--by <name>', 'who says so')
    .option('--source <text>', 'where it was read')
    .addOption(
      new Option(
        '--confidence <mark>',
        'V primary text read, S secondary source, D derived, M unverified',
      ).choices(['V', 'S', 'D', 'M']),
    )
    .option(
      '--between <first..last>',
      'the date is assumed: the range in which the true one lies',
      range,
    )
    .option('--id <id>', 'command id; the same id is the same command (default: a new one)')
    .option('--dry-run', 'show what would be recorded and which dates would follow; record nothing')
}

/** Adds the two dates of a reading: what was true, and what was known. */
export function addDateOptions(command: Command): Command {
  return command
    .option('--as-of <date>', 'what was true: facts up to this legal date (default: today)')
    .option(
      '--known-on <date>',
      'what was known: only what the ledgers held at the end of this date (default: all)',
    )
}

/** Each example is one command line, perhaps with what it does after two spaces; one that is too long is shown on several, as a shell takes it. */
export function withExamples(command: Command, ...examples: string[]): Command {
  return command.addHelpText('before', `Examples:\n${examples.map(folded).join('\n')}\n`)
}

const helpWidth = 80

function folded(example: string): string {
  const line = `  ${example}`
  if (line.length <= helpWidth) return line
  const words = example.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? []
  const lines = ['  ']
  for (const word of words) {
    const last = lines.at(-1) ?? ''
    // Room for what says that the line goes on.
    if (last.length + word.length + 3 <= helpWidth || last.trim() === '')
      lines[lines.length - 1] = last.trim() === '' ? `${last}${word}` : `${last} ${word}`
    else lines.push(`      ${word}`)
  }
  return lines.join(' \\\n')
}

export function list(text: string): string[] {
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
  if (items.length === 0) throw new InvalidArgumentError('expected a list such as T1,T2')
  return items
}

export function dollars(text: string): number {
  const amount = Number(text.replace(/^\$/, '').replaceAll(/[, _]/g, ''))
  if (text.trim() === '' || !Number.isFinite(amount))
    throw new InvalidArgumentError('expected an amount in dollars such as 60000')
  return amount
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('expected a whole number')
  return Number(text)
}

export function yesOrNo(text: string): boolean {
  if (text !== 'yes' && text !== 'no') throw new InvalidArgumentError('expected yes or no')
  return text === 'yes'
}

export function collect(text: string, before: string[] = []): string[] {
  return [...before, text]
}

function range(text: string): [string, string] {
  const [first, last, ...more] = text.split('..')
  if (first === undefined || last === undefined || more.length > 0)
    throw new InvalidArgumentError('expected a range such as 2022-01-13..2022-02-07')
  return [first, last]
}
