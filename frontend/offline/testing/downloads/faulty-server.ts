import fc from 'fast-check';
import type { Fetch } from '../../downloads/transfer/fetch-chunk';
import type { RecordedAudio } from './recorded-audio';

/** What a network, a proxy or a server may do with one request for audio. */
export type Fault =
  | { readonly kind: 'honest' | 'refused' | 'silent' | 'page' | 'whole' | 'shifted' | 'short' | 'long' }
  /** The whole file without its media type, as something other than our server sends it. */
  | { readonly kind: 'untyped' }
  /** The connection breaks or becomes silent after this many bytes. */
  | { readonly kind: 'drop' | 'loris'; readonly part: number }
  | { readonly kind: 'wrong-byte'; readonly part: number }
  /** Another recording at the URL, as after a changed ETag: `If-Range` fails, so the whole file is sent. */
  | { readonly kind: 'other'; readonly longerBytes: number }
  | { readonly kind: 'status'; readonly status: number };

const part = fc.double({ min: 0, max: 1, noNaN: true });

export const anyFault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Fault>({ kind: 'honest' }) },
  fc.constantFrom<Fault>(
    ...(['refused', 'silent', 'page', 'whole', 'untyped', 'shifted', 'short', 'long'] as const).map(
      (kind) => ({
        kind,
      }),
    ),
  ),
  fc.record({ kind: fc.constantFrom('drop' as const, 'loris' as const, 'wrong-byte' as const), part }),
  fc.record({ kind: fc.constant('other' as const), longerBytes: fc.integer({ min: -1, max: 1 }) }),
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constantFrom(400, 401, 403, 404, 409, 410, 416, 429, 500, 502, 503, 504),
  }),
);

/** Answers each request with the next fault, and honestly when no fault is left. */
export function faultyServer(audio: RecordedAudio, faults: Fault[]): Fetch {
  return (url, init) => {
    const honest = audio.answer(url, init);
    const fault = faults.shift() ?? { kind: 'honest' };
    const headers = new Headers(honest.headers);
    const whole = { headers: { 'Content-Type': audio.asset.mediaType } };
    const body = async () => new Uint8Array(await honest.arrayBuffer());
    const again = (bytes: BodyInit) => new Response(bytes, { status: honest.status, headers });
    switch (fault.kind) {
      case 'honest':
        return Promise.resolve(honest);
      case 'refused':
        return Promise.reject(new TypeError('no connection'));
      case 'silent':
        return aborted(init.signal);
      case 'page':
        return Promise.resolve(new Response('<html>sign in', { headers: { 'Content-Type': 'text/html' } }));
      case 'whole':
        return Promise.resolve(new Response(audio.bytes, whole));
      case 'untyped':
        return Promise.resolve(new Response(audio.bytes));
      case 'shifted':
        headers.set('Content-Range', `bytes 1-${audio.bytes.length - 1}/${audio.bytes.length}`);
        return body().then(again);
      case 'short':
        return body().then((bytes) => again(bytes.slice(1)));
      case 'long':
        return body().then((bytes) => again(new Uint8Array([...bytes, 0])));
      case 'wrong-byte':
        return body().then((bytes) => {
          const at = Math.floor(fault.part * (bytes.length - 1));
          return again(bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)));
        });
      case 'drop':
      case 'loris':
        return body().then((bytes) => again(broken(bytes, fault, init.signal)));
      case 'other':
        return Promise.resolve(new Response(new Uint8Array(audio.bytes.length + fault.longerBytes), whole));
      case 'status':
        return Promise.resolve(new Response('', { status: fault.status }));
    }
  };
}

function broken(
  bytes: Uint8Array<ArrayBuffer>,
  { kind, part: received }: { readonly kind: 'drop' | 'loris'; readonly part: number },
  signal: AbortSignal | null | undefined,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        controller.enqueue(bytes.slice(0, Math.floor(received * bytes.length)));
      },
      pull: async (controller) => {
        if (kind === 'loris') {
          await Promise.allSettled([aborted(signal)]);
        }
        controller.error(new TypeError('connection reset'));
      },
    },
    { highWaterMark: 0 },
  );
}

/** Never answers. Rejects when it is aborted. */
function aborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const giveUp = () => {
      reject(new DOMException('aborted', 'AbortError'));
    };
    if (signal?.aborted === true) {
      giveUp();
    }
    signal?.addEventListener('abort', giveUp);
  });
}
