import { Component, type ReactNode } from 'react';
import { offline } from '../../offline/index';
import { EmptyState } from '../../ui/EmptyState';
import { key, translate } from '../../i18n/i18n';

interface FaultBoundaryProps {
  readonly children: ReactNode;
}

interface FaultBoundaryState {
  readonly faulty: boolean;
}

/** Says what to do after a fault. It is a function component so that its texts follow the language. */
function Fault({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <div role="alert">
      <EmptyState title={translate(key`fault.title`)}>
        <p>{translate(key`fault.advice`)}</p>
        <button type="button" className="text-link" onClick={onRetry}>
          {translate(key`fault.retry`)}
        </button>
      </EmptyState>
    </div>
  );
}

/**
 * Catches faults: a command that the core could not carry out (useCommand), a view that could not be loaded or
 * rendered. React writes the fault to the console. The rest of the app goes on, above all what is playing.
 */
export class FaultBoundary extends Component<FaultBoundaryProps, FaultBoundaryState> {
  static getDerivedStateFromError(): FaultBoundaryState {
    return { faulty: true };
  }

  override state: FaultBoundaryState = { faulty: false };
  #tries = 0;

  override render(): ReactNode {
    if (!this.state.faulty) {
      return this.props.children;
    }
    return (
      <Fault
        onRetry={() => {
          // The browser does not load a module again that failed once: only a new page can.
          if (this.#tries++ > 0 && offline.player.get().state !== 'playing') {
            window.location.reload();
          } else {
            this.setState({ faulty: false });
          }
        }}
      />
    );
  }
}
