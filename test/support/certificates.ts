// Certificates for one test, made by openssl: an authority, servers under it that end when they are told to, and clients.

import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'

export interface Authority {
  /** PEM file. */
  readonly certificate: string
  /** For `localhost` unless another name is given. */
  issue(name: string, more?: { readonly host?: string; readonly days?: number }): CertificateFiles
}
export interface CertificateFiles {
  readonly certificate: string
  readonly key: string
}

export function hasOpenssl(): boolean {
  try {
    openssl(['version'])
    return true
  } catch {
    return false
  }
}

export function makeAuthority(folder: string, name: string): Authority {
  const at = (file: string) => path.join(folder, file)
  const certificate = at(`${name}.pem`)
  const caKey = at(`${name}.key`)
  openssl([
    'req',
    '-x509',
    ...ec,
    '-nodes',
    '-days',
    '100',
    '-subj',
    `/CN=${name}`,
    '-keyout',
    caKey,
    '-out',
    certificate,
  ])
  return {
    certificate,
    issue: (of, { host = 'localhost', days = 90 } = {}) => {
      const files = { certificate: at(`${of}.pem`), key: at(`${of}.key`) }
      const [request, extensions] = [at(`${of}.csr`), at(`${of}.ext`)]
      writeFileSync(extensions, `subjectAltName=DNS:${host}\n`)
      openssl(['req', ...ec, '-nodes', '-subj', `/CN=${of}`, '-keyout', files.key, '-out', request])
      openssl([
        'x509',
        '-req',
        '-in',
        request,
        '-CA',
        certificate,
        '-CAkey',
        caKey,
        '-CAcreateserial',
        '-days',
        String(days),
        '-extfile',
        extensions,
        '-out',
        files.certificate,
      ])
      return files
    },
  }
}

const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']

function openssl(args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: 'pipe' })
}
