import { piecesOf } from '../offline/index';
import './Found.css';

/** A text in which what the listener looks for is marked. Screen readers hear the text alone. */
export function Found({ text, query }: { readonly text: string; readonly query: string }) {
  return (
    <bdi>
      {piecesOf(text, query).map((piece, index) =>
        // The pieces of a text have no identity but their place in it.
        piece.found ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
      )}
    </bdi>
  );
}
