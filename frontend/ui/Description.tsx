import './Description.css';

/** A description with its paragraphs, each in the direction of its own text. Absent when there is none. */
export function Description({ text }: { readonly text: string | null }) {
  if (text === null) {
    return null;
  }
  const paragraphs = text.split(/\n+/).filter((paragraph) => paragraph.trim() !== '');
  return (
    <div className="description">
      {paragraphs.map((paragraph, index) => (
        <p key={index} dir="auto">
          {paragraph}
        </p>
      ))}
    </div>
  );
}
