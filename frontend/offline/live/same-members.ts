/** Whether `shown` has every member of `change` already, each by `===`: then there is nothing to show anew. */
export function hasMembers<T extends object>(shown: T, change: Partial<T>): boolean {
  return (Object.keys(change) as Array<keyof T>).every((member) => shown[member] === change[member]);
}
