import { type FileHandle, open } from 'node:fs/promises'

const CHUNK = 1 << 20
const NEWLINE = 10

/** Reads a file of any size from front to back, by lines and by counts of bytes. */
export class ByteReader {
  readonly #handle: FileHandle
  #buffered = Buffer.alloc(0)
  #ended = false
  /** Where the next byte comes from. */
  offset: number

  private constructor(handle: FileHandle, offset: number) {
    this.#handle = handle
    this.offset = offset
  }

  static async open(path: string, offset = 0): Promise<ByteReader> {
    return new ByteReader(await open(path, 'r'), offset)
  }

  /** The next line with its newline; null when the rest of the file has none, or none within `limit` bytes. */
  async line(limit = Number.POSITIVE_INFINITY): Promise<Buffer | null> {
    for (let searched = 0; ; ) {
      const end = this.#buffered.indexOf(NEWLINE, searched)
      if (end >= 0) return end < limit ? this.#take(end + 1) : null
      searched = this.#buffered.length
      if (searched >= limit || !(await this.#fill())) return null
    }
  }

  /** As many whole lines as are at hand, at least one; null when the rest of the file has none. */
  async lines(): Promise<Buffer | null> {
    for (;;) {
      const end = this.#buffered.lastIndexOf(NEWLINE)
      if (end >= 0) return this.#take(end + 1)
      if (!(await this.#fill())) return null
    }
  }

  /** The next `count` bytes; null when there are not so many. */
  async bytes(count: number): Promise<Buffer | null> {
    while (this.#buffered.length < count) if (!(await this.#fill(count))) return null
    return this.#take(count)
  }

  /** Everything that is left. */
  async rest(): Promise<Buffer> {
    while (await this.#fill());
    return this.#take(this.#buffered.length)
  }

  async atEnd(): Promise<boolean> {
    return this.#buffered.length === 0 && !(await this.#fill())
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }

  #take(count: number): Buffer {
    const taken = this.#buffered.subarray(0, count)
    this.#buffered = this.#buffered.subarray(count)
    this.offset += count
    return taken
  }

  /** Buffers more of the file, if there is more. */
  async #fill(wanted = 0): Promise<boolean> {
    if (this.#ended) return false
    const chunk = Buffer.allocUnsafe(Math.max(CHUNK, wanted - this.#buffered.length))
    const { bytesRead } = await this.#handle.read(chunk, 0, chunk.length, this.offset + this.#buffered.length)
    this.#ended = bytesRead === 0
    this.#buffered = Buffer.concat([this.#buffered, chunk.subarray(0, bytesRead)])
    return !this.#ended
  }
}
