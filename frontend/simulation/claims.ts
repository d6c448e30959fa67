/**
 * What a listener wanted, as the oracle keeps it. Nothing here is shared with the product: no joins, no
 * registers, only a heap of claims of which the last one by order counts.
 */

export type RegisterName = 'position' | 'completion' | 'favorite';

export interface Claim {
  readonly id: string;
  readonly account: string;
  readonly lectureId: string;
  readonly type: string;
  readonly occurredAt: number;
  readonly positionMs: number | null;
  readonly audioAssetId: string | null;
}

export interface Ending {
  readonly positionMs: number | null;
  readonly positionAt: number | null;
  readonly positionId: string | null;
  readonly completed: boolean | null;
  readonly completionAt: number | null;
  readonly completionId: string | null;
  readonly firstCompletedAt: number | null;
  readonly favorite: boolean | null;
  readonly favoriteId: string | null;
}

export function registerOf(type: string): RegisterName {
  return type === 'PROGRESS'
    ? 'position'
    : type === 'COMPLETED' || type === 'REOPENED'
      ? 'completion'
      : 'favorite';
}

/** As text, so that the greatest is the last: time, then completions before reopenings, then the id. */
function order({ occurredAt, type, id }: Claim): string {
  return [String(occurredAt).padStart(20, '0'), type === 'REOPENED' ? '1' : '0', id].join('/');
}

/** Where the claims of one account end, by lecture. */
export function endingsOf(claims: readonly Claim[]): Map<string, Ending> {
  const byLecture = new Map<string, Claim[]>();
  for (const claim of claims) {
    byLecture.set(claim.lectureId, [...(byLecture.get(claim.lectureId) ?? []), claim]);
  }
  return new Map([...byLecture].map(([lectureId, own]) => [lectureId, endingOf(own)]));
}

function endingOf(claims: readonly Claim[]): Ending {
  const sorted = [...claims].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const last = (register: RegisterName) => sorted.findLast(({ type }) => registerOf(type) === register);
  const position = last('position');
  const completion = last('completion');
  const favorite = last('favorite');
  const completions = sorted.filter(({ type }) => type === 'COMPLETED').map(({ occurredAt }) => occurredAt);
  return {
    positionMs: position?.positionMs ?? null,
    positionAt: position?.occurredAt ?? null,
    positionId: position?.id ?? null,
    completed: completion === undefined ? null : completion.type === 'COMPLETED',
    completionAt: completion?.occurredAt ?? null,
    completionId: completion?.id ?? null,
    firstCompletedAt: completions.length === 0 ? null : Math.min(...completions),
    favorite: favorite === undefined ? null : favorite.type === 'FAVORITED',
    favoriteId: favorite?.id ?? null,
  };
}
