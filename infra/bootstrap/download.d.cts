/** Limits of one download, in milliseconds. */
export interface DownloadLimits {
  readonly headersMs: number
  readonly stallMs: number
  readonly totalMs: number
}

interface Download {
  readonly base: string
  readonly asset: string
  readonly folder: string
  readonly report: (line: string) => void
  readonly signal?: AbortSignal | undefined
  readonly limits?: DownloadLimits | undefined
}

/** Checked against a hash that is known, or against the release's own list. */
export type CheckedDownload = Download &
  (
    | { readonly sha256: string; readonly sums?: undefined }
    | { readonly sums: string; readonly sha256?: undefined }
  )

export function downloadChecked(download: CheckedDownload): Promise<string>
export function downloadText(
  url: string,
  options?: { signal?: AbortSignal | undefined; limits?: DownloadLimits | undefined },
): Promise<string>
export function unpack(archive: string, folder: string): Promise<void>
