import { coverPattern } from './coverPattern';

/** Of the picture, in pixels: what lock screens ask for at most. */
const SIZE = 512;

let drawnId = '';
let drawnUrl: string | null = null;

/**
 * The cover as a picture, for where no SVG can be shown: a PNG in an address of its own, so that no request is made
 * for it, with or without a network. The one drawn last is remembered, since a series has one cover for all.
 */
export const coverImage = {
  sizes: `${SIZE}x${SIZE}`,

  /** The picture, if it was the last one drawn; else null. */
  drawn(id: string): string | null {
    return id === drawnId ? drawnUrl : null;
  },

  /** Null where the browser gives no canvas. */
  draw(id: string): string | null {
    const canvas = document.createElement('canvas');
    canvas.width = SIZE;
    canvas.height = SIZE;
    const context = canvas.getContext('2d');
    if (context === null) {
      return null;
    }
    paint(context, id);
    drawnId = id;
    drawnUrl = canvas.toDataURL('image/png');
    return drawnUrl;
  },
};

/** As `Cover.tsx` draws it, on its square of 100. */
function paint(context: CanvasRenderingContext2D, id: string): void {
  const { ground, line, faint, star, neighbours, ring } = coverPattern(id);
  context.scale(SIZE / 100, SIZE / 100);
  context.lineJoin = 'round';
  context.fillStyle = ground;
  context.fillRect(0, 0, 100, 100);
  context.strokeStyle = faint;
  context.lineWidth = 1;
  context.stroke(new Path2D(neighbours));
  context.strokeStyle = line;
  context.lineWidth = 1.4;
  context.stroke(new Path2D(star));
  context.beginPath();
  context.arc(50, 50, ring, 0, 2 * Math.PI);
  context.stroke();
}
