/** Hex SHA-256 of a text's UTF-8 bytes. */
export type Sha256 = (text: string) => string
