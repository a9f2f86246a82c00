// In words: which readers of the own ledger are barred, and why.

import type { Instant } from '../../../shared/kernel/date.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import type { Bar, ReadersState } from './ports.ts'

export interface BarredReader {
  readonly office: OfficeId
  readonly since: Instant
  readonly until: Instant
  readonly problem: Text
}

export function barredReaders(state: ReadersState): BarredReader[] {
  if (state.kind !== 'looked-at') return []
  return state.barred.map(({ reader, ...bar }) => ({
    office: reader,
    since: instantOf(bar.sinceMs),
    until: instantOf(bar.untilMs),
    problem: problemOf(bar),
  }))
}

function problemOf({ taken }: Bar): Text {
  const mebibytes = Math.ceil(taken.count / 1024 / 1024)
  const much: Text =
    taken.kind === 'bytes'
      ? { en: `took ${mebibytes} MiB within an hour`, fr: `a pris ${mebibytes} Mio en une heure` }
      : {
          en: `sent ${taken.count} requests within a minute`,
          fr: `a envoyé ${taken.count} requêtes en une minute`,
        }
  return {
    en: `It ${much.en}, more than any reader of this office’s ledger needs: the broker cuts its connections`,
    fr: `Il ${much.fr}, plus qu’il n’en faut à un lecteur du registre de cet organisme : le courtier coupe ses connexions`,
  }
}

export const barredAdvice: Text = {
  en: 'Ask that office what it does with its key. It is let in again by itself, and cut for twice as long if it goes on. If its key is in wrong hands, take the office out of the directory, generate the broker’s configuration and start the broker with it',
  fr: 'Demandez à cet organisme ce qu’il fait de sa clé. Il est admis de nouveau sans intervention, et coupé deux fois plus longtemps s’il recommence. Si sa clé est en de mauvaises mains, retirez-le du répertoire, produisez la configuration du courtier et démarrez le courtier avec elle',
}

const instantOf = (ms: number) => new Date(ms).toISOString() as Instant
