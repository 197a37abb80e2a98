/** A row that its one owner may still change. */
export type Mutable<Row> = { -readonly [Key in keyof Row]: Row[Key] }
