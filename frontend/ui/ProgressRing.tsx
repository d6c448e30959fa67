import type { ReactNode } from 'react';
import './ProgressRing.css';

interface ProgressRingProps {
  /** From 0 to 1. */
  readonly value: number;
  readonly children: ReactNode;
}

const radius = 15;
const circumference = 2 * Math.PI * radius;

/** A ring around an icon. It is decoration: the control around it says the progress in words. */
export function ProgressRing({ value, children }: ProgressRingProps) {
  return (
    <span className="progress-ring">
      <svg width="34" height="34" viewBox="0 0 34 34" aria-hidden="true" fill="none" strokeWidth="3">
        <circle cx="17" cy="17" r={radius} className="progress-ring-rest" />
        <circle
          cx="17"
          cy="17"
          r={radius}
          className="progress-ring-done"
          strokeLinecap="round"
          strokeDasharray={circumference}
          strokeDashoffset={circumference * (1 - value)}
          transform="rotate(-90 17 17)"
          visibility={value > 0 ? 'visible' : 'hidden'}
        />
      </svg>
      <span className="progress-ring-glyph">{children}</span>
    </span>
  );
}
