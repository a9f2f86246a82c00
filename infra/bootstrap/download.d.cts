/** Limits of one download, in milliseconds. */
export interface DownloadLimits {
  readonly headersMs: number
  readonly stallMs: number
  readonly totalMs: number
}

export interface CheckedDownload {
  readonly base: string
  readonly asset: string
  readonly sums: string
  readonly folder: string
  readonly report: (line: string) => void
  readonly signal?: AbortSignal | undefined
  readonly limits?: DownloadLimits | undefined
}

export function downloadChecked(download: CheckedDownload): Promise<string>
export function downloadText(
  url: string,
  options?: { signal?: AbortSignal | undefined; limits?: DownloadLimits | undefined },
): Promise<string>
export function unpack(archive: string, folder: string): Promise<void>
