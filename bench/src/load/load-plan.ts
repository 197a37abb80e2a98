/** A request that is sent again and again; each time with another serial number where it has the marker. */
export type RequestTemplate = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** JSON; null for none. */
  readonly body: string | null
}

/** Stands in a template's body where each request has its own serial number, of twelve digits. */
export const serialMarker = '%%serial%%'

/** A closed loop: each connection sends its next request when the last one is answered. */
export type LoadPlan = {
  /** Such as `http://127.0.0.1:3000`. */
  readonly url: string
  readonly request: RequestTemplate
  /** The serial number of the first request. */
  readonly firstSerial: number
  readonly connections: number
  /** Answers that arrive in this time are counted, but not timed. */
  readonly warmUpMs: number
  readonly measureMs: number
}

export type LoadReport = {
  /** Answers by status, from the first to the last, those of the warm-up and of the end included. */
  readonly answers: Readonly<Record<number, number>>
  /** Answers within the measured time. */
  readonly timed: number
  readonly seconds: number
  readonly p50Ms: number
  readonly p99Ms: number
}

export const answersIn = (report: LoadReport): number =>
  Object.values(report.answers).reduce((sum, count) => sum + count, 0)
