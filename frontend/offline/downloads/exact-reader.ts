/** Reads a body in pieces of given lengths, however the network cuts it. */
export class ExactReader {
  /** What was received beyond what was asked for. */
  #rest: Uint8Array = new Uint8Array();

  /** @param alive is called whenever bytes arrive */
  constructor(
    private readonly reader: ReadableStreamDefaultReader<Uint8Array>,
    private readonly alive: () => void,
  ) {}

  /** Exactly so many bytes; null when the body ends before. */
  async read(lengthBytes: number): Promise<ArrayBuffer | null> {
    const bytes = new Uint8Array(lengthBytes);
    let filledBytes = 0;
    while (filledBytes < lengthBytes) {
      if (this.#rest.byteLength === 0 && !(await this.#receive())) {
        return null;
      }
      const taken = this.#rest.subarray(0, lengthBytes - filledBytes);
      bytes.set(taken, filledBytes);
      filledBytes += taken.byteLength;
      this.#rest = this.#rest.subarray(taken.byteLength);
    }
    return bytes.buffer;
  }

  /** Whether nothing follows; what follows is not wanted. */
  async isAtEnd(): Promise<boolean> {
    if (this.#rest.byteLength === 0 && !(await this.#receive())) {
      return true;
    }
    await this.cancel();
    return false;
  }

  cancel(): Promise<void> {
    return this.reader.cancel();
  }

  async #receive(): Promise<boolean> {
    do {
      const part = await this.reader.read();
      if (part.done) {
        return false;
      }
      this.alive();
      this.#rest = part.value;
    } while (this.#rest.byteLength === 0);
    return true;
  }
}
