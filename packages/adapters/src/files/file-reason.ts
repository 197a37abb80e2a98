const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EEXIST: 'exists already',
  EACCES: 'may not be touched by this user',
  EPERM: 'may not be touched by this user',
  EISDIR: 'is a folder',
  ENOTDIR: 'is below something that is no folder',
  ENOSPC: 'does not fit on the disk',
  EROFS: 'is on a disk that may not be written',
}

/** What the file system said, as the rest of a sentence that begins with the file's name. */
export function fileReason(error: unknown): string {
  // By its code alone: in a test the error comes from another realm and is no instance of this one's Error.
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return reasons[code] ?? `cannot be used: ${String(error)}`
}
