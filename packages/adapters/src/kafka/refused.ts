/**
 * The cluster answers, and what it says will not change by itself: an operator has to do something. One line says what.
 */
export class KafkaRefused extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'KafkaRefused'
  }
}
