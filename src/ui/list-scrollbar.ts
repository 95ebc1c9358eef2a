import { type Entity, keepAwake, resource, type World } from '../ecs';
import { HitTester, type ListState, pageOf } from '../ecs/stores';
import { on } from './on';

const PRIMARY = 0;

/** A press on the track pages; a drag of the thumb scrolls in proportion. */
export function wireScrollbar(world: World, list: ListState, track: Entity, thumb: Entity): void {
  const grab = { held: false, pointer: 0, x: 0, y: 0, thumbTop: 0 };
  on(world, thumb, 'pointerdown', (event) => {
    if (event.button !== PRIMARY || grab.held) return;
    grab.held = true;
    grab.pointer = event.pointer;
    grab.x = event.x;
    grab.y = event.y;
    grab.thumbTop = list.thumbTop;
    event.handled = true;
  });
  on(world, thumb, 'pointermove', (event) => {
    if (!grab.held || event.pointer !== grab.pointer) return;
    const room = list.viewport - list.thumbHeight;
    const hits = resource(world, HitTester);
    hits.wayToLocal(list.track, event.x - grab.x, event.y - grab.y);
    // From the thumb's place, not from the scrolled pixels: sizes that change meanwhile must not part thumb and pointer.
    const top = grab.thumbTop + hits.localY;
    if (room > 0) {
      list.scrollTo = (top / room) * (list.total - list.viewport);
      list.thumbHeld = Math.max(0, Math.min(room, top));
    }
    keepAwake(world);
    event.handled = true;
  });
  on(world, thumb, 'pointerup', (event) => {
    if (!grab.held || event.pointer !== grab.pointer) return;
    grab.held = false;
    list.thumbHeld = Number.NaN;
    keepAwake(world);
    event.handled = true;
  });
  on(world, track, 'pointerdown', (event) => {
    if (event.button !== PRIMARY) return;
    list.scrollBy += (event.localY < list.thumbTop ? -1 : 1) * Math.max(1, pageOf(list));
    keepAwake(world);
    event.handled = true;
  });
}
