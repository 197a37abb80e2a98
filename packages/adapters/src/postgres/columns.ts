import type { Element } from './array-literal.ts'
import { arrayOf } from './array-literal.ts'

/** How rows go into a bulk statement: each column's name, type, and element of its array. */
export type Columns<Row> = readonly (readonly [name: string, type: string, of: (row: Row) => Element])[]

export const namesOf = <Row>(columns: Columns<Row>): string => columns.map(([name]) => name).join(', ')

/** `unnest($4::smallint[], $5::text[], ...)`: the rows whose arrays are the parameters from `first` on. */
export const unnestOf = <Row>(columns: Columns<Row>, first: number): string =>
  `unnest(${columns.map(([, type], at) => `$${first + at}::${type}[]`).join(', ')})`

/** The parameters of {@link unnestOf}. */
export const arraysOf = <Row>(columns: Columns<Row>, rows: readonly Row[]): string[] =>
  columns.map(([, , of]) => arrayOf(rows, of))
