/**
 * With the environment variable DURUS_CLOCK_AHEAD_MS the clocks of the process are ahead by this many
 * milliseconds.
 */
export function setClockAhead(): void {
  const aheadMs = Number(process.env['DURUS_CLOCK_AHEAD_MS'] ?? 0);
  if (!Number.isSafeInteger(aheadMs)) {
    throw new RangeError('DURUS_CLOCK_AHEAD_MS is not a whole number of milliseconds');
  }
  if (aheadMs === 0) {
    return;
  }
  const TrueDate = Date;
  const now = () => TrueDate.now() + aheadMs;
  globalThis.Date = new Proxy(TrueDate, {
    apply: () => new TrueDate(now()).toString(),
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
  });
}
