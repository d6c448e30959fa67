import { coverPattern } from './coverPattern';

/** Edge of the picture in pixels: the largest that lock screens ask for. */
const SIZE = 512;

let drawnId = '';
let drawnUrl: string | null = null;

/**
 * The cover as a PNG, for places that show no SVG. It is a data URL, so it needs no request and no network. The last
 * one is kept, because all lectures of a series have the same cover.
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

/** Draws the same as `StarPattern.tsx`, in its square of 100. */
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
