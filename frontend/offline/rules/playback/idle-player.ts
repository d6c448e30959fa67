import type { PlayerView } from '../../types';

/** The player while no lecture is loaded. */
export const IDLE: PlayerView = {
  lectureId: null,
  state: 'idle',
  positionMs: 0,
  durationMs: 0,
  source: null,
  rate: 1,
  problem: null,
};
