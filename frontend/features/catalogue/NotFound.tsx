import { Link } from 'react-router';
import { EmptyState } from '../../ui/EmptyState';
import { key, translate } from '../../i18n/i18n';
import { ViewHeader } from '../frame/ViewHeader';

/** For an address that is no view, and for an id that this device does not know, perhaps not yet. */
export function NotFound() {
  return (
    <>
      <ViewHeader title={translate(key`notfound.title`)} back="/" />
      <EmptyState title={translate(key`notfound.words`)}>
        <Link to="/" className="text-link">
          {translate(key`notfound.home`)}
        </Link>
      </EmptyState>
    </>
  );
}
