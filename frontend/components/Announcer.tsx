import { useEffect, useRef, useState } from 'react';
import { offline } from '../offline/index';
import { key, translate } from './i18n';
import { downloadProblem } from './lectureLine';
import { useLive, useLivePart } from './useLive';

/** What changed in the downloads since the last look, in words; null if nothing worth saying. */
function useDownloadNews(say: (words: string) => void): void {
  const downloads = useLive(offline.downloads);
  const before = useRef(downloads);
  useEffect(() => {
    for (const download of downloads.values()) {
      const previous = before.current.get(download.lectureId);
      const title = offline.catalogue.get().lectures.get(download.lectureId)?.title ?? '';
      if (previous && previous.state !== download.state) {
        if (download.state === 'ready') {
          say(translate(key`announce.downloaded`, { title }));
        } else if (download.state === 'stopped') {
          say(translate(key`announce.stopped`, { title, problem: downloadProblem(download) }));
        }
      }
    }
    before.current = downloads;
  }, [downloads, say]);
}

function usePlaybackNews(say: (words: string) => void): void {
  const lectureId = useLivePart(offline.player, (player) => player.lectureId);
  const state = useLivePart(offline.player, (player) => player.state);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const title = lectureId === null ? '' : (offline.catalogue.get().lectures.get(lectureId)?.title ?? '');
    switch (state) {
      case 'playing':
        say(translate(key`announce.playing`, { title }));
        break;
      case 'paused':
        say(translate(key`announce.paused`, { title }));
        break;
      case 'failed':
        say(translate(key`announce.failed`, { title }));
        break;
      case 'idle':
      case 'loading':
        break;
    }
  }, [lectureId, state, say]);
}

/** What was lined up, wherever it was asked for. */
function useQueueNews(say: (words: string) => void): void {
  const queue = useLivePart(offline.upNext, (upNext) => upNext.queue);
  const before = useRef(queue);
  useEffect(() => {
    const added = queue.find((id) => !before.current.includes(id));
    before.current = queue;
    if (added !== undefined && offline.player.get().lectureId !== null) {
      const title = offline.catalogue.get().lectures.get(added)?.title ?? '';
      say(translate(key`announce.queued`, { title }));
    }
  }, [queue, say]);
}

/** Says politely, to screen readers only, what changed by itself: a download that ended, playing and pausing. */
export function Announcer() {
  const [words, say] = useState('');
  useDownloadNews(say);
  usePlaybackNews(say);
  useQueueNews(say);
  return (
    <p className="spoken" role="status">
      {words}
    </p>
  );
}
