import { promisify } from 'node:util'
import { gunzip, zstdDecompress } from 'node:zlib'
import { decompressLz4 } from './lz4.ts'
import { decompressSnappy } from './snappy.ts'
import { Undecodable } from './undecodable.ts'

/** The most bytes that one batch may become: a zstd batch of 12 KB can become 400 MB. */
export const decompressedMaxBytes = 64 * 1024 * 1024

/** A codec's decompressor, with a bound. Those of Node work in the thread pool. */
type Decompress = (bytes: Buffer, max: number) => Buffer | Promise<Buffer>

const gunzipped = promisify(gunzip)
const unzstd = promisify(zstdDecompress)

/** By the number that a batch's attributes have for it. */
const codecs: readonly Decompress[] = [
  bytes => bytes,
  (bytes, maxOutputLength) => gunzipped(bytes, { maxOutputLength }),
  decompressSnappy,
  decompressLz4,
  (bytes, maxOutputLength) => unzstd(bytes, { maxOutputLength }),
]

/** @throws Undecodable */
export async function decompress(codec: number, bytes: Buffer, max = decompressedMaxBytes): Promise<Buffer> {
  const decode = codecs[codec]
  if (decode === undefined) throw new Undecodable(`no codec has the number ${codec}`)
  try {
    return await decode(bytes, max)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw bytesCodes.test(code ?? '') ? new Undecodable(message) : error
  }
}

/** Want of memory, for one, is not: it must not make a dead letter here of what every other site can read. */
const bytesCodes = /^(Z_DATA_ERROR|Z_BUF_ERROR|Z_NEED_DICT|ERR_BUFFER_TOO_LARGE|ZSTD_error_(?!memory).*)$/
