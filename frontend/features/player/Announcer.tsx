import { useEffect, useRef, useState } from 'react';
import { offline } from '../../offline/index';
import { NO_ANNOUNCEMENT, nextAnnouncement } from './announcements';
import { onAnnouncement } from '../../ui/announce';
import { key, translate } from '../../i18n/i18n';
import { downloadProblem } from '../catalogue/lectureLine';
import { useLive, useLivePart } from '../../ui/useLive';

/** Says which downloads ended or stopped. */
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
  const said = useRef(NO_ANNOUNCEMENT);
  useEffect(() => {
    const before = said.current;
    said.current = nextAnnouncement(before, { lectureId, state });
    const title = lectureId === null ? '' : (offline.catalogue.get().lectures.get(lectureId)?.title ?? '');
    if (said.current === before) {
      return;
    }
    switch (said.current.what) {
      case 'playing':
        say(translate(key`announce.playing`, { title }));
        break;
      case 'paused':
        say(translate(key`announce.paused`, { title }));
        break;
      case 'failed':
        say(translate(key`announce.failed`, { title }));
        break;
      case 'nothing':
        break;
    }
  }, [lectureId, state, say]);
}

/** A live region for screen readers only: downloads that ended, playing and pausing, lectures that were queued. */
export function Announcer() {
  const [words, say] = useState('');
  useDownloadNews(say);
  usePlaybackNews(say);
  useEffect(() => onAnnouncement(say), []);
  return (
    <p className="spoken" role="status">
      {words}
    </p>
  );
}
