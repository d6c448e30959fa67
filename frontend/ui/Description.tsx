import './Description.css';

/** What the operator wrote about a scholar, series or lecture, with its paragraphs; nothing where there is nothing. */
export function Description({ text }: { readonly text: string | null }) {
  return text === null ? null : (
    <p className="description" dir="auto">
      {text}
    </p>
  );
}
