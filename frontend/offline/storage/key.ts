/** Parts of a row's key, compared one after the other. */
export type Key = ReadonlyArray<string | number>;
