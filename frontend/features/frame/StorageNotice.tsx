import { offline, type StorageProblem } from '../../offline/index';
import { key, translate } from '../../i18n/i18n';
import { useLive } from '../../ui/useLive';

function wordsOf(problem: StorageProblem): string {
  switch (problem) {
    case 'unavailable':
      return translate(key`storage.unavailable`);
    case 'full':
      return translate(key`storage.full`);
    case 'blocked':
      return translate(key`storage.blocked`);
  }
}

/** A notice at the top of the view while this browser does not store what the listener does. */
export function StorageNotice() {
  const problem = useLive(offline.storageProblem);
  return problem === null ? null : (
    <p className="second" role="status">
      {wordsOf(problem)}
    </p>
  );
}
