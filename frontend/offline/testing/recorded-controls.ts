import type { MediaCommand, MediaControls, ShownLecture } from '../ports';

/** A lock screen that records what it is told, and sends the commands that the test presses. */
export class RecordedControls implements MediaControls {
  shown: ShownLecture | null = null;
  playing = false;
  readonly told: string[] = [];
  #callback: (command: MediaCommand) => void = () => undefined;

  readonly show = (shown: ShownLecture): void => {
    this.shown = shown;
    this.told.push(`show ${shown.title}`);
  };
  readonly setPlaying = (playing: boolean): void => {
    this.playing = playing;
    this.told.push(playing ? 'plays' : 'rests');
  };
  readonly setPosition = (positionMs: number, durationMs: number, rate: number): void => {
    this.told.push(`at ${positionMs} of ${durationMs} by ${rate}`);
  };
  readonly clear = (): void => {
    this.shown = null;
    this.told.push('nothing');
  };
  readonly onCommand = (callback: (command: MediaCommand) => void): void => {
    this.#callback = callback;
  };

  press(command: MediaCommand): void {
    this.#callback(command);
  }
}
