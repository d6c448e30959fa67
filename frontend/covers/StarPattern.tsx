import './Cover.css';
import { coverPattern } from './coverPattern';

/** The star pattern of an id, as a square that fills its place. */
export function StarPattern({ id }: { readonly id: string }) {
  const { ground, line, faint, star, neighbours, ring } = coverPattern(id);
  return (
    <svg className="cover" viewBox="0 0 100 100" aria-hidden="true" fill="none" strokeLinejoin="round">
      <rect width="100" height="100" fill={ground} />
      <path d={neighbours} stroke={faint} strokeWidth="1" />
      <path d={star} stroke={line} strokeWidth="1.4" />
      <circle cx="50" cy="50" r={ring} stroke={line} strokeWidth="1.4" />
    </svg>
  );
}
