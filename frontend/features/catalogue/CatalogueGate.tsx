import type { ReactNode } from 'react';
import { offline } from '../../offline/index';
import { EmptyState } from '../../ui/EmptyState';
import { key, translate } from '../../i18n/i18n';
import { useLive, useLivePart } from '../../ui/useLive';
import { ViewHeader } from '../frame/ViewHeader';

interface CatalogueGateProps {
  readonly children: ReactNode;
  /** True where the view's header is among the children, and has to be stood in for when they are not shown. */
  readonly withHeader?: boolean;
}

/** Shows what needs the catalogue once it was read from this device; before, and without one, says how it stands. */
export function CatalogueGate({ children, withHeader = false }: CatalogueGateProps) {
  const state = useLivePart(offline.catalogue, (catalogue) => catalogue.state);
  const online = useLive(offline.online);
  switch (state) {
    case 'ready':
      return children;
    case 'loading':
      // Reading the local store takes less time than a skeleton needs to be seen.
      return null;
    case 'empty':
      return (
        <>
          {withHeader && <ViewHeader title={translate(key`app.name`)} back="/" />}
          <EmptyState title={translate(key`catalogue.empty`)}>
            <p>{online ? translate(key`catalogue.empty.online`) : translate(key`catalogue.empty.offline`)}</p>
          </EmptyState>
        </>
      );
  }
}
