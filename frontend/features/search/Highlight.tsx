import { piecesOf } from '../../offline/finding';
import './Highlight.css';

/** A text with the matches of a query marked. Screen readers read the text alone. */
export function Highlight({ text, query }: { readonly text: string; readonly query: string }) {
  return (
    <bdi>
      {piecesOf(text, query).map((piece, index) =>
        // A piece of a text has no other identity than its index.
        piece.found ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
      )}
    </bdi>
  );
}
