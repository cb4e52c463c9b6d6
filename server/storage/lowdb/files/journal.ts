import { encodeBatch } from './batch.ts'
import { type Disk, type DiskFile, orClose, writeAll } from './disk.ts'
import type { Health } from './health.ts'
import { type Segment, segmentAt } from './segments.ts'

interface Start {
  readonly directory: string
  readonly disk: Disk
  readonly health: Health
  /** The segments that a start needs, oldest first; the last one is written on. */
  readonly segments: readonly FilledSegment[]
  readonly lastSeq: number
}

export interface FilledSegment extends Segment {
  /** Length in bytes. */
  readonly bytes: number
}

/** Lines that go to disk in one write. */
class Batch {
  readonly lines: string[] = []
  readonly written: Promise<void>
  resolve: () => void = () => {}
  reject: (error: Error) => void = () => {}

  constructor() {
    this.written = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
    // Whoever added a line hears of a failure; nobody has to.
    this.written.catch(() => {})
  }
}

/**
 * The append-only journal. One write is under way at a time; what arrives meanwhile goes out with the next one. The first
 * error ends it: a write that failed is never repeated, because the disk no longer says what it holds.
 */
export class Journal {
  readonly #directory: string
  readonly #disk: Disk
  readonly #health: Health
  #old: readonly FilledSegment[]
  #current: Segment
  #file: DiskFile
  #lastSeq: number
  #bytes: number
  #broken: Error | null = null
  #next = new Batch()
  #inFlight: Batch | null = null
  #segmentWanted: Batch | null = null
  #running = false

  private constructor(start: Start, current: FilledSegment, file: DiskFile) {
    this.#directory = start.directory
    this.#disk = start.disk
    this.#health = start.health
    this.#old = start.segments.slice(0, -1)
    this.#lastSeq = start.lastSeq
    this.#current = current
    this.#bytes = current.bytes
    this.#file = file
  }

  /** Goes on with the last segment, or makes the first. What is in it already is on disk from here on. */
  static async open(start: Start): Promise<Journal> {
    const last = start.segments.at(-1)
    const current = last ?? { ...segmentAt(start.directory, start.lastSeq + 1), bytes: 0 }
    const file = await (last ? start.disk.append(last.path) : start.disk.create(current.path))
    await orClose(file, async () => {
      await file.sync()
      await start.disk.syncFolder(start.directory)
    })
    return new Journal(start, current, file)
  }

  /** Length of all segments that a start would read. */
  get bytes(): number {
    return this.#old.reduce((sum, segment) => sum + segment.bytes, this.#bytes)
  }

  /** Adds a line and resolves once it is on disk. */
  append(line: string): Promise<void> {
    const batch = this.#next
    batch.lines.push(line)
    this.#wake()
    return batch.written
  }

  /** Resolves once every line that was added so far is on disk. */
  async flushed(): Promise<void> {
    if (this.#next.lines.length > 0) return this.#next.written
    return this.#inFlight?.written
  }

  /** Makes the lines from now on go to a new file and resolves once that file is there for good. */
  startSegment(): Promise<void> {
    this.#segmentWanted ??= new Batch()
    this.#wake()
    return this.#segmentWanted.written
  }

  /** Removes every segment but the one that is written on. */
  async removeOldSegments(): Promise<void> {
    const old = this.#old
    this.#old = []
    for (const segment of old) await this.#disk.remove(segment.path)
    if (old.length > 0) await this.#disk.syncFolder(this.#directory)
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
      this.#broken = this.#health.fail(cause)
      for (const batch of [this.#inFlight, this.#segmentWanted, this.#next]) batch?.reject(this.#broken)
    }
    this.#running = false
  }

  /** Does the next thing; false when nothing is left to do. */
  async #step(): Promise<boolean> {
    // Lets everything of this turn of the event loop join in.
    await new Promise(setImmediate)
    if (this.#segmentWanted) await this.#switchSegment(this.#segmentWanted)
    else if (this.#next.lines.length > 0) await this.#writeBatch(this.#next)
    else return false
    return true
  }

  async #writeBatch(batch: Batch): Promise<void> {
    this.#inFlight = batch
    this.#next = new Batch()
    const bytes = encodeBatch(this.#lastSeq + 1, batch.lines)
    await writeAll(this.#file, bytes)
    await this.#file.sync()
    this.#lastSeq += batch.lines.length
    this.#bytes += bytes.length
    this.#inFlight = null
    batch.resolve()
  }

  async #switchSegment(wanted: Batch): Promise<void> {
    const segment = segmentAt(this.#directory, this.#lastSeq + 1)
    if (segment.path !== this.#current.path) {
      const file = await this.#disk.create(segment.path)
      await orClose(file, () => this.#disk.syncFolder(this.#directory))
      await this.#file.close()
      this.#old = [...this.#old, { ...this.#current, bytes: this.#bytes }]
      this.#current = segment
      this.#bytes = 0
      this.#file = file
    }
    this.#segmentWanted = null
    wanted.resolve()
  }
}
