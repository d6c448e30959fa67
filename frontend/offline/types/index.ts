/**
 * What views may know of the offline core: plain values, all read from this device's own store.
 *
 * Names contain units: `…Ms` are whole milliseconds (`…At` count from 1970-01-01T00:00Z), `…Bytes` are bytes.
 * Every value is immutable. A change is a new object, so `===` detects it.
 */
export type * from './live';
export type * from './catalogue';
export type * from './listening';
export type * from './downloads';
export type * from './player';
export type * from './account';
export type * from './journal';
