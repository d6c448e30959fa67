import { settled } from './activity';
import type { ManualTime } from './manual-time';

/** Lets so many seconds pass, one after the other, and waits each time until nothing is under way. */
export async function passSeconds(time: ManualTime, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    time.advance(1_000);
    await settled();
  }
  await settled();
}
