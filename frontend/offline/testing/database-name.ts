let databases = 0;

/** A name that no other test uses. */
export function databaseName(): string {
  databases++;
  return `test-${databases}`;
}
