import type WireCatalogueChanges from 'Frontend/generated/app/durus/contract/catalogue/CatalogueChanges';
import { time } from '../offline/platform/platform';
import { GatewayFailure, type CatalogueSnapshotHead, type SnapshotReceiver } from '../offline/gateway-port';
import { StallTimeout } from '../offline/stall-timeout';
import { linesOf } from './lines';
import { gatewayFailure, refusal } from './problems';
import { fromCatalogueChanges } from './wire';

/** Leads to the present snapshot, which the browser and any cache on the way may keep. */
const LATEST = 'catalogue/latest';

/** A server without snapshots answers this. */
const NONE = 404;

/**
 * Reads the present snapshot line by line, as `Gateway.catalogueSnapshot` says. Everybody gets the same, but a proxy
 * before the app may ask for a password, so credentials are sent. It ends when the request stalls; the
 * time that the receiver takes does not count.
 */
export async function readSnapshot(receiver: SnapshotReceiver): Promise<boolean> {
  const timeout = new StallTimeout(time);
  try {
    const response = await sent(() => fetch(LATEST, { signal: timeout.signal }));
    if (response.status === NONE) {
      return false;
    }
    if (!response.ok) {
      throw refusal(response);
    }
    timeout.restart();
    const lines = linesOf(timeout.counted(response));
    const first = await nextLine(lines);
    await receiver.head(parsed(first) as CatalogueSnapshotHead);
    for (let more = true; more;) {
      const page = fromCatalogueChanges(parsed(await nextLine(lines)) as WireCatalogueChanges);
      timeout.cancel();
      await receiver.page(page);
      timeout.restart();
      more = page.more;
    }
    return true;
  } finally {
    timeout.abort(); // When it was not read to its end, nobody wants the rest.
  }
}

async function nextLine(lines: AsyncGenerator<string, void>): Promise<string> {
  const line = await sent(() => lines.next());
  if (line.done === true) {
    throw new GatewayFailure('unavailable', { cause: new Error('the snapshot is not complete') });
  }
  return line.value;
}

/** What is no JSON comes from a hotel's sign-in page or the like. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (failure) {
    throw gatewayFailure(failure);
  }
}

async function sent<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (failure) {
    throw gatewayFailure(failure);
  }
}
