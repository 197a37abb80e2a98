/**
 * Splits `seats` into whole parts in proportion to `weights`, adding up to exactly `seats`, by the largest-remainder
 * method (Hamilton's): each part is rounded down, then the seats left over go one each to the largest remainders, of
 * equal ones to the earlier part.
 * @throws RangeError unless seats and weights are whole numbers from 0 and some weight is above 0; their product with
 * the total of the weights must be exact.
 */
export function splitSeats(seats: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const whole = [seats, ...weights, seats * total].every(value => Number.isSafeInteger(value) && value >= 0)
  if (!whole || total === 0) throw new RangeError(`${seats} seats do not split by ${weights.join(':')}`)
  const parts = weights.map((weight, index) => ({
    index,
    seats: Math.floor((seats * weight) / total),
    remainder: (seats * weight) % total,
  }))
  const left = seats - parts.reduce((sum, part) => sum + part.seats, 0)
  const byRemainder = parts.toSorted((one, other) => other.remainder - one.remainder || one.index - other.index)
  const favoured = new Set(byRemainder.slice(0, left).map(part => part.index))
  return parts.map(part => part.seats + (favoured.has(part.index) ? 1 : 0))
}
