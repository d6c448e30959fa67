import './ProgressLine.css';

interface ProgressLineProps {
  /** From 0 to 1. */
  readonly value: number;
}

/** A line that is filled in part. It is decoration: the words stand beside it. */
export function ProgressLine({ value }: ProgressLineProps) {
  return (
    <span className="progress-line" aria-hidden="true">
      <span style={{ inlineSize: `${(value * 100).toFixed(2)}%` }} />
    </span>
  );
}
