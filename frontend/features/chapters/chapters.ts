import type { ChapterView } from '../../offline/index';

/** Within so much of a chapter's beginning, "previous" means the chapter before it. */
const JUST_BEGUN_MS = 3_000;

/** Index of the chapter at a position; -1 before the first one, and without any. */
export function chapterAt(chapters: readonly ChapterView[], positionMs: number): number {
  return chapters.findLastIndex((chapter) => chapter.startMs <= positionMs);
}

/** Where the next chapter begins; null in the last one. */
export function nextStart(chapters: readonly ChapterView[], positionMs: number): number | null {
  return chapters[chapterAt(chapters, positionMs) + 1]?.startMs ?? null;
}

/** Where this chapter begins or, when it has just begun, the one before it; null before the first one. */
export function previousStart(chapters: readonly ChapterView[], positionMs: number): number | null {
  const index = chapterAt(chapters, positionMs);
  const current = chapters[index];
  if (current === undefined) {
    return null;
  }
  return positionMs - current.startMs > JUST_BEGUN_MS
    ? current.startMs
    : (chapters[index - 1] ?? current).startMs;
}
