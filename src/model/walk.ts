/**
 * Walks a graph depth first. The walk keeps its own stack, since a chain of `requires` or of sets
 * can be as long as the rule file.
 */

export interface Walk<Place, Link extends Place> {
  /** All reachable places, each after the places that it links to. */
  readonly order: readonly Place[];
  readonly cycles: readonly Cycle<Place, Link>[];
}

/** Places that link to each other in a circle: each to the next one, the last one to the first. */
export type Cycle<Place, Link extends Place> = readonly Step<Place, Link>[];

interface Step<Place, Link extends Place> {
  readonly from: Place;
  readonly through: Link;
}

export interface Graph<Place, Link extends Place> {
  /** A link is the target place, possibly with more fields. */
  readonly linksOf: (place: Place) => readonly Link[];
  readonly markOf: (place: Place) => Mark;
  readonly mark: (place: Place, mark: Mark) => void;
  readonly isSame: (one: Place, other: Place) => boolean;
}

/** A number, so that a typed array can hold the marks. Unmarked places are `NEW`. */
export type Mark = number;

export const NEW: Mark = 0;
/** The place is on the stack. */
const OPEN: Mark = 1;
export const DONE: Mark = 2;

/** A place whose links are being followed. */
interface OpenPlace<Place, Link> {
  readonly place: Place;
  readonly links: readonly Link[];
  next: number;
}

export function walk<Place, Link extends Place>(
  starts: readonly Place[],
  { linksOf, markOf, mark, isSame }: Graph<Place, Link>,
): Walk<Place, Link> {
  const order: Place[] = [];
  const cycles: Cycle<Place, Link>[] = [];
  const stack: OpenPlace<Place, Link>[] = [];
  const open = (place: Place): void => {
    mark(place, OPEN);
    stack.push({ place, links: linksOf(place), next: 0 });
  };
  for (const start of starts) {
    if (markOf(start) !== DONE) open(start);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const link = top.links[top.next++];
      if (link === undefined) {
        mark(top.place, DONE);
        order.push(top.place);
        stack.pop();
      } else if (markOf(link) === OPEN) {
        const first = stack.findIndex(({ place }) => isSame(place, link));
        cycles.push(stack.slice(first).map((each) => stepFrom(each, link)));
      } else if (markOf(link) !== DONE) {
        open(link);
      }
    }
  }
  return { order, cycles };
}

/** @param last the link that closes the cycle. */
function stepFrom<Place, Link extends Place>(
  { place, links, next }: OpenPlace<Place, Link>,
  last: Link,
): Step<Place, Link> {
  return { from: place, through: links[next - 1] ?? last };
}
