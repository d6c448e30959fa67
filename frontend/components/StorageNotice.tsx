import { offline } from '../offline/index';
import { key, translate } from './i18n';
import { useLive } from './useLive';

/** Said at the top of the view while this browser keeps nothing: what the listener does would be lost. */
export function StorageNotice() {
  const problem = useLive(offline.storageProblem);
  return problem === null ? null : (
    <p className="second" role="status">
      {translate(key`storage.unavailable`)}
    </p>
  );
}
