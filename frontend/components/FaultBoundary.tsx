import { Component, type ReactNode } from 'react';
import { EmptyState } from './EmptyState';
import { key, translate } from './i18n';

interface FaultBoundaryProps {
  readonly children: ReactNode;
}

interface FaultBoundaryState {
  readonly faulty: boolean;
}

/** Says what to do after a fault. A function component, so that its words follow the language. */
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
 * Where faults end: a command that the core could not carry out (useCommand), a view that could not be loaded or
 * drawn. React writes the fault to the console; the rest of the app goes on, above all what is playing.
 */
export class FaultBoundary extends Component<FaultBoundaryProps, FaultBoundaryState> {
  static getDerivedStateFromError(): FaultBoundaryState {
    return { faulty: true };
  }

  override state: FaultBoundaryState = { faulty: false };

  override render(): ReactNode {
    if (!this.state.faulty) {
      return this.props.children;
    }
    return (
      <Fault
        onRetry={() => {
          this.setState({ faulty: false });
        }}
      />
    );
  }
}
