import { readPageSetting, writePageSetting } from '../../page-settings';

/**
 * Whether the app can be put on the home screen from here, and how. Chromium offers a dialog of its own, which has to
 * be caught when it is announced; on an iPhone or iPad the listener has to do it by hand, in Safari's menu.
 */
export type InstallMethod = 'none' | 'dialog' | 'by-hand';

/** What Chromium announces. */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

/** Listening that is more than trying it out. */
const realUseMs = 60_000;

let offered: InstallPrompt | null = null;
let declined = false;
const callbacks = new Set<() => void>();

function tell(): void {
  callbacks.forEach((callback) => {
    callback();
  });
}

/** Before anything is drawn: what is announced while nobody listens is lost. */
export function startInstall(): void {
  declined = readPageSetting('install') === 'declined';
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault(); // Not now, over the content: where and when the listener finds it.
    offered = event as InstallPrompt;
    tell();
  });
  window.addEventListener('appinstalled', () => {
    offered = null;
    tell();
  });
}

export function onInstallChange(callback: () => void): () => void {
  callbacks.add(callback);
  return () => callbacks.delete(callback);
}

export function installMethod(): InstallMethod {
  if (window.matchMedia('(display-mode: standalone)').matches) {
    return 'none';
  }
  // Only Safari on a phone or tablet has it; true is the installed app itself.
  if ((navigator as { standalone?: boolean }).standalone === false) {
    return 'by-hand';
  }
  return offered === null ? 'none' : 'dialog';
}

export function isDeclined(): boolean {
  return declined;
}

/** Said once, it is not offered again by itself; Settings still has it. */
export function declineInstall(): void {
  declined = true;
  writePageSetting('install', 'declined');
  tell();
}

/** Opens the browser's dialog, which it allows once for each announcement. */
export async function install(): Promise<void> {
  const prompt = offered;
  offered = null;
  tell();
  await prompt?.prompt();
}

/** Whether the listener has used the app and not only looked at it: then an invitation is no interruption. */
export function isUsed(
  listening: Iterable<{ readonly completed: boolean; readonly resumePositionMs: number }>,
  downloads: number,
): boolean {
  return (
    downloads > 0 ||
    [...listening].some(({ completed, resumePositionMs }) => completed || resumePositionMs >= realUseMs)
  );
}
