/** Reads a body in pieces of given lengths, however the network splits it. */
export class ExactReader {
  /** Bytes that were received beyond the present piece. */
  #rest: Uint8Array;
  /** Bytes of the piece that is being read. */
  #begun: Uint8Array = new Uint8Array();

  /**
   * @param received is called for all bytes that arrive
   * @param before the bytes of the first piece that an earlier body delivered
   */
  constructor(
    private readonly reader: ReadableStreamDefaultReader<Uint8Array>,
    private readonly received: (lengthBytes: number) => void,
    before: Uint8Array = new Uint8Array(),
  ) {
    this.#rest = before;
  }

  /** The received part of the piece in which the body broke off. */
  begun(): Uint8Array {
    return this.#begun;
  }

  /** Exactly this many bytes; null when the body ends before. */
  async read(lengthBytes: number): Promise<ArrayBuffer | null> {
    const bytes = new Uint8Array(lengthBytes);
    let filledBytes = 0;
    this.#begun = new Uint8Array();
    while (filledBytes < lengthBytes) {
      if (this.#rest.byteLength === 0 && !(await this.#receive())) {
        return null;
      }
      const taken = this.#rest.subarray(0, lengthBytes - filledBytes);
      bytes.set(taken, filledBytes);
      filledBytes += taken.byteLength;
      this.#begun = bytes.subarray(0, filledBytes);
      this.#rest = this.#rest.subarray(taken.byteLength);
    }
    return bytes.buffer;
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
      this.received(part.value.byteLength);
      this.#rest = part.value;
    } while (this.#rest.byteLength === 0);
    return true;
  }
}
