import type { Fetch } from '../downloads/transfer/fetch-chunk';
import { task } from './activity';

/**
 * The same network, whose answers and parts of bodies arrive in their own tasks, as in a browser. A network
 * that stays silent waits for the test.
 */
export function countedNetwork(fetch: Fetch): Fetch {
  return async (url, init) => {
    await task(`a request for ${url}`);
    init.signal?.throwIfAborted();
    const { body, status, headers } = await fetch(url, init);
    await task(`the answer of ${url}`);
    init.signal?.throwIfAborted();
    return new Response(body === null ? null : inTasks(body, url), { status, headers });
  };
}

function inTasks(body: ReadableStream<Uint8Array>, url: string): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await reader.read();
        await task(`a part of ${url}`);
        if (done) {
          controller.close();
        } else {
          controller.enqueue(value);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
