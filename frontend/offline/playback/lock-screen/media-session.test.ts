import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { settled, soon } from '../../testing/activity';
import { mediaSession } from './media-session';

const session: { metadata: MediaMetadata | null } = { metadata: null };
const asked: string[] = [];

/** @param make the response, or why there is none */
function answer(make: () => Response | TypeError): void {
  vi.stubGlobal(
    'fetch',
    (address: string) =>
      new Promise<Response>((resolve, reject) => {
        asked.push(address);
        soon('a picture', () => {
          const made = make();
          if (made instanceof TypeError) {
            reject(made);
          } else {
            resolve(made);
          }
        });
      }),
  );
}

beforeEach(() => {
  session.metadata = null;
  asked.length = 0;
  vi.stubGlobal('navigator', { mediaSession: session });
  vi.stubGlobal('MediaMetadata', function MediaMetadata(this: object, given: MediaMetadataInit): void {
    Object.assign(this, given);
  });
  vi.stubGlobal('reportError', (fault: unknown) => {
    throw fault;
  });
  vi.stubGlobal('document', { createElement: () => ({ getContext: () => null }) });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const shown = { title: 'On patience', artist: 'A Scholar', album: null, coverId: 'series' };

it('the lock screen shows the imported picture, and for the next lecture of the series without asking again', async () => {
  answer(() => new Response(new Uint8Array([0xff, 0xd8])));
  const controls = mediaSession();
  controls.show({ ...shown, picture: '/covers/one' });
  await settled();
  const picture = { src: 'data:image/jpeg;base64,/9g=', sizes: '768x768', type: 'image/jpeg' };
  expect(session.metadata?.artwork).toEqual([picture]);
  controls.show({ ...shown, title: 'On mercy', picture: '/covers/one' });
  expect(session.metadata).toMatchObject({ title: 'On mercy', artwork: [picture] });
  expect(asked).toEqual(['/covers/one-768.jpg']);
});

it('a picture that comes late does not show over another lecture', async () => {
  answer(() => new Response(new Uint8Array([1])));
  const controls = mediaSession();
  controls.show({ ...shown, picture: '/covers/two' });
  controls.show({ ...shown, title: 'On mercy', picture: null });
  await settled();
  expect(session.metadata).toMatchObject({ title: 'On mercy', artwork: [] });
});

it.each([
  ['is not there', () => new Response(null, { status: 404 })],
  ['cannot be loaded now', () => new TypeError('no network')],
])('the drawn cover stays where the picture %s', async (_, make) => {
  answer(make);
  mediaSession().show({ ...shown, picture: '/covers/three' });
  await settled();
  expect(session.metadata).toMatchObject({ title: 'On patience', artwork: [] });
});
