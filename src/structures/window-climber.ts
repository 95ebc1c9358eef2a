/** Least share of all room that the window has. */
const LEAST = 0.01;
/** First step, least step, and how much of one the next is that goes the other way. */
const STEP = 0.14;
const LEAST_STEP = 0.06;
const DECAY = 0.85;
/** Requests of a trial: by entry, and at least. */
const PER_ENTRY = 4;
const LEAST_REQUESTS = 100;
/** Hits behind at which a trial ends at once: by entry, and at least. */
const BEHIND = 0.02;
const LEAST_BEHIND = 3;
/** Lead by which a window has proven itself. */
const PROVEN = 0.005;
/** Most trials that are left out after others have failed. */
const MOST_RESTS = 16;

class WindowClimber {
  /** Share of all room that entries just come may take; all of it: what was used longest ago goes first. */
  share = 1;

  requests = 0;
  private ahead = 0;
  private lead = 0;
  private step = -STEP;
  private rests = 0;
  private patience = 1;

  /** A request, which stands for so many: whether the key was there, and whether it would have been there if what was used longest ago went first. */
  saw(isHit: boolean, wouldBe: boolean, count = 1): void {
    this.requests++;
    if (isHit !== wouldBe) this.ahead += isHit ? count : -count;
  }

  /** After enough requests: goes on in the direction that got further ahead, back from one that did not, to the start from what fell behind. Returns whether `share` may be another one. */
  climb(entries: number): boolean {
    const isBehind = this.ahead < -Math.max(LEAST_BEHIND, entries * BEHIND);
    if (isBehind) this.giveUp();
    if (this.requests < Math.max(LEAST_REQUESTS, entries * PER_ENTRY)) return isBehind;
    const lead = this.ahead / this.requests;
    const isWorse = lead < this.lead;
    this.begin(lead);
    if (this.rests > 0) {
      this.rests--;
      return isBehind;
    }
    if (this.share < 1 && lead > PROVEN) this.patience = 1;
    if (isWorse) {
      const size = Math.max(LEAST_STEP, Math.abs(this.step) * DECAY);
      this.step = this.step > 0 ? -size : size;
    }
    const next = this.share + this.step;
    this.share = Math.min(1, Math.max(LEAST, next));
    if (next >= 1) this.step = -STEP;
    return true;
  }

  private giveUp(): void {
    if (this.share < 1) {
      this.share = 1;
      this.step = -STEP;
      this.patience = Math.min(MOST_RESTS, this.patience * 2);
      this.rests = this.patience;
    }
    this.begin(0);
  }

  private begin(lead: number): void {
    this.lead = lead;
    this.ahead = 0;
    this.requests = 0;
  }
}

export type { WindowClimber };

/**
 * Finds how much of a cache entries should have that came just now, by trial. What comes of a trial is held against what would have come of letting go
 * first of what was used longest ago, in the same requests: so it is never far behind that, whatever is asked for.
 */
export function createWindowClimber(): WindowClimber {
  return new WindowClimber();
}
