/** The middle value, or the mean of the two in the middle. @throws RangeError where there is none */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  if (low === undefined || high === undefined) throw new RangeError('no values, no median')
  return (low + high) / 2
}

/** Half the distance between the largest and the smallest value, as a share of the median; 0 for a single value. */
export function spread(values: readonly number[]): number {
  const middle = median(values)
  return middle === 0 ? 0 : (Math.max(...values) - Math.min(...values)) / 2 / middle
}

/**
 * The smallest value that at least a `share` of all values do not exceed: nearest rank, so it is one that was measured.
 * @param share above 0, at most 1: 0.99 for p99
 */
export function percentile(ascending: Float64Array | readonly number[], share: number): number {
  const value = ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)]
  if (value === undefined) throw new RangeError('no values, no percentile')
  return value
}

/** Runs whose rounds lie further apart than this share of their median say little by themselves. */
export const noisyAbove = 0.15
