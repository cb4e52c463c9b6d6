import { closeOnError, type Disk, type DiskFile, writeAll } from '../files/disk.ts'
import type { Health } from '../files/health.ts'
import { encodeBatch } from './batch.ts'
import { nextChain } from './chain.ts'
import { createSegment } from './create-segment.ts'
import { PendingBatch } from './pending-batch.ts'
import type { SegmentHeader } from './segment-header.ts'
import { type JournalEnd, type ReadSegment, segmentAt } from './segments.ts'

interface JournalOptions {
  readonly directory: string
  readonly disk: Disk
  readonly health: Health
  /** The id of the store. */
  readonly store: string
  /** What was read: the segments, oldest first, and where the last of them ends. */
  readonly segments: readonly ReadSegment[]
  readonly end: JournalEnd
}

const NOTHING_TO_WRITE = Promise.resolve()

/**
 * The append-only journal. One write is in flight at a time; lines that arrive meanwhile go out with the next one. The
 * first error ends it: a write that failed is never repeated, because the disk no longer says what it holds.
 */
export class Journal {
  readonly #options: JournalOptions
  #old: readonly ReadSegment[]
  #current: ReadSegment
  #file: DiskFile
  #end: JournalEnd
  #broken: Error | null = null
  #next = new PendingBatch()
  #inFlight: PendingBatch | null = null
  #segmentWanted: PendingBatch | null = null
  #running = false

  private constructor(options: JournalOptions, old: readonly ReadSegment[], current: ReadSegment, file: DiskFile) {
    this.#options = options
    this.#old = old
    this.#current = current
    this.#file = file
    this.#end = options.end
  }

  /** Appends to the last segment. What is in it already is on disk from here on. */
  static async continue(options: JournalOptions): Promise<Journal> {
    const last = options.segments.at(-1)
    if (!last) return Journal.startAnew(options)
    const file = await options.disk.append(last.path)
    await closeOnError(file, async () => {
      await file.sync()
      await options.disk.syncFolder(options.directory)
    })
    return new Journal(options, options.segments.slice(0, -1), last, file)
  }

  /** Begins a new segment after those that were read. */
  static async startAnew(options: JournalOptions): Promise<Journal> {
    const { directory, disk, store, end } = options
    const segment = segmentAt(directory, end.seq + 1)
    const file = await createSegment(disk, segment.path, { store, first: segment.first, chain: end.chain })
    const old = options.segments.filter(({ path }) => path !== segment.path)
    return new Journal(options, old, { ...segment, chain: end.chain, bytes: 0 }, file)
  }

  /** Length in bytes of all batches that a start would read. */
  get bytes(): number {
    return this.#old.reduce((sum, segment) => sum + segment.bytes, this.#current.bytes)
  }

  /** The segment that is written to. */
  get path(): string {
    return this.#current.path
  }

  /** Where the journal on disk ends. */
  get end(): JournalEnd {
    return this.#end
  }

  /** Adds a line and resolves once it is on disk. */
  append(line: string): Promise<void> {
    const batch = this.#next
    batch.lines.push(line)
    this.#wake()
    return batch.written
  }

  /** Resolves once every line that was added so far is on disk. */
  flushed(): Promise<void> {
    if (this.#next.lines.length > 0) return this.#next.written
    return this.#inFlight?.written ?? NOTHING_TO_WRITE
  }

  /** Writes the lines from now on to a new segment. Resolves with its header once that is on disk. */
  async startSegment(): Promise<SegmentHeader> {
    this.#segmentWanted ??= new PendingBatch()
    const { written } = this.#segmentWanted
    this.#wake()
    await written
    const { first, chain } = this.#current
    return { store: this.#options.store, first, chain }
  }

  /** Removes every segment but the one that is written to. */
  async removeOldSegments(): Promise<void> {
    const { disk, directory } = this.#options
    const old = this.#old
    this.#old = []
    for (const segment of old) await disk.remove(segment.path)
    if (old.length > 0) await disk.syncFolder(directory)
  }

  async close(): Promise<void> {
    await this.#file.close()
  }

  #wake(): void {
    if (this.#broken) throw this.#broken
    if (this.#running) return
    this.#running = true
    void this.#run()
  }

  async #run(): Promise<void> {
    try {
      while (await this.#step());
    } catch (cause) {
      this.#broken = this.#options.health.fail(cause)
      for (const batch of [this.#inFlight, this.#segmentWanted, this.#next]) batch?.reject(this.#broken)
    }
    this.#running = false
  }

  /** Does the next thing; false when nothing is left to do. */
  async #step(): Promise<boolean> {
    // Lines of the same turn of the event loop go out together.
    await new Promise(setImmediate)
    if (this.#segmentWanted) await this.#switchSegment(this.#segmentWanted)
    else if (this.#next.lines.length > 0) await this.#writeBatch(this.#next)
    else return false
    return true
  }

  async #writeBatch(batch: PendingBatch): Promise<void> {
    this.#inFlight = batch
    this.#next = new PendingBatch()
    const { header, body } = encodeBatch(this.#end.seq + 1, batch.lines)
    await writeAll(this.#file, Buffer.concat([header, body]))
    await this.#file.sync()
    this.#end = { seq: this.#end.seq + batch.lines.length, chain: nextChain(this.#end.chain, header) }
    this.#current = { ...this.#current, bytes: this.#current.bytes + header.length + body.length }
    this.#inFlight = null
    batch.resolve()
  }

  async #switchSegment(wanted: PendingBatch): Promise<void> {
    const segment = segmentAt(this.#options.directory, this.#end.seq + 1)
    if (segment.path !== this.#current.path) {
      const { chain } = this.#end
      const { disk, store } = this.#options
      const file = await createSegment(disk, segment.path, { store, first: segment.first, chain })
      await closeOnError(file, () => this.#file.close())
      this.#old = [...this.#old, this.#current]
      this.#current = { ...segment, chain, bytes: 0 }
      this.#file = file
    }
    this.#segmentWanted = null
    wanted.resolve()
  }
}
