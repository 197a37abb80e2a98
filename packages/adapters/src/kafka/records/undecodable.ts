/** Bytes that a record batch cannot consist of; whoever opens the batch answers for it. */
export class Undecodable extends Error {
  constructor(why: string) {
    super(why)
    this.name = 'Undecodable'
  }
}
