/** What this process was told cannot work, and will not by itself; the message is for a person, one line a fault. */
export class Misconfigured extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'Misconfigured'
  }
}
