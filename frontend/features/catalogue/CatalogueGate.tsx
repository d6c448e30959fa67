import type { ReactNode } from 'react';
import { offline } from '../../offline/index';
import { EmptyState } from '../../ui/EmptyState';
import { key, translate } from '../../i18n/i18n';
import { useLive, useLivePart } from '../../ui/useLive';
import { ArrivingProgress } from './Arriving';
import { ViewHeader } from '../frame/ViewHeader';

interface CatalogueGateProps {
  readonly children: ReactNode;
  /** True where the view's header is among the children: then the gate shows one when it does not show them. */
  readonly withHeader?: boolean;
}

/** Shows its children once the catalogue was read from this device. Says what to do when the device has none. */
export function CatalogueGate({ children, withHeader = false }: CatalogueGateProps) {
  const state = useLivePart(offline.catalogue, (catalogue) => catalogue.state);
  const online = useLive(offline.online);
  switch (state) {
    case 'ready':
      return (
        <>
          {!withHeader && <ArrivingProgress />}
          {children}
          {withHeader && <ArrivingProgress />}
        </>
      );
    case 'loading':
      // Reading the local store takes less time than it takes to notice a skeleton.
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
