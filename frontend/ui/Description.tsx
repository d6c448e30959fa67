import './Description.css';

/** A description with its paragraphs. Absent when there is none. */
export function Description({ text }: { readonly text: string | null }) {
  return text === null ? null : (
    <p className="description" dir="auto">
      {text}
    </p>
  );
}
