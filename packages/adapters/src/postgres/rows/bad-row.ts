/** A row that this version of Matchday cannot have written: the database was changed by something else. */
export class BadRow extends Error {
  constructor(table: string, key: string, fault: string) {
    super(`table ${table}, row ${key}: ${fault}`)
    this.name = 'BadRow'
  }
}

/** The checks of one row, which say what they missed and where. */
export type RowDoor = {
  readonly is: <Value>(value: unknown, guard: (value: unknown) => value is Value, column: string) => Value
  readonly refuse: (fault: string) => never
}

export function doorOf(table: string, key: string): RowDoor {
  const refuse = (fault: string): never => {
    throw new BadRow(table, key, fault)
  }
  return {
    is: (value, guard, column) => (guard(value) ? value : refuse(`${column} is ${JSON.stringify(value)}`)),
    refuse,
  }
}

export const isInteger = (value: unknown): value is number => Number.isSafeInteger(value)
export const isCount = (value: unknown): value is number => isInteger(value) && value >= 0
export const isText = (value: unknown): value is string => typeof value === 'string'
export const isTextOrNull = (value: unknown): value is string | null => value === null || typeof value === 'string'
export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'
