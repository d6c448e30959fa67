/** Whether the system can share links. Phones can. */
export function canShare(): boolean {
  return 'share' in navigator;
}

/** Whether a link can be copied: browsers allow it on pages that are served securely. */
export function canCopy(): boolean {
  return 'clipboard' in navigator;
}

/**
 * The address of a lecture in the app.
 *
 * @param atMs the place that the link opens at; 0 for none
 */
export function lectureAddress(lectureId: string, atMs: number): string {
  const seconds = Math.floor(atMs / 1_000);
  return `/lectures/${lectureId}${seconds > 0 ? `?t=${seconds}` : ''}`;
}

export async function copyLink(path: string): Promise<void> {
  await navigator.clipboard.writeText(new URL(path, document.baseURI).href);
}

/** Shares a link into the app. It is no fault when the listener closes the system's sheet. */
export async function share(path: string, title: string): Promise<void> {
  try {
    await navigator.share({ title, url: new URL(path, document.baseURI).href });
  } catch (refusal) {
    if (!(refusal instanceof DOMException && refusal.name === 'AbortError')) {
      throw refusal;
    }
  }
}
