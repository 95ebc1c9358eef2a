import type { ListState } from '../ecs/stores';

type Asked = Pick<
  ListState,
  | 'row'
  | 'content'
  | 'track'
  | 'thumb'
  | 'count'
  | 'estimatedSize'
  | 'fixedSize'
  | 'scrollLayers'
  | 'stickToEnd'
  | 'snap'
  | 'template'
  | 'placeholder'
  | 'bind'
  | 'source'
  | 'unbind'
  | 'types'
  | 'sizeOf'
  | 'sections'
  | 'lanes'
>;

/** A list nobody has served yet. */
export function createListState(asked: Asked): ListState {
  return {
    ...asked,
    across: undefined,
    disconnect: undefined,
    watchers: [],
    indexOf: undefined,
    sectionCount: asked.sections?.length ?? 0,
    shiftedFrom: 0,
    shiftedBy: 0,
    sectionEdits: 0,
    edits: new Int32Array(0),
    editCount: 0,
    arrangements: [],
    hasMoves: false,
    held: new Int32Array(0),
    heldCount: 0,
    rebind: false,
    ahead: 0,
    scrollBy: 0,
    scrolledAt: Number.NaN,
    scrollTo: Number.NaN,
    thumbHeld: Number.NaN,
    targetIndex: -1,
    targetAlign: 0,
    smoothIndex: -1,
    smoothAlign: 0,
    laneCount: 1,
    covered: 0,
    stretch: 0,
    scrollTop: 0,
    viewport: 0,
    thumbTop: 0,
    thumbHeight: 0,
    total: asked.count * asked.estimatedSize,
    firstVisible: -1,
    lastVisible: -1,
    blank: 0,
    placeheld: 0,
    blankTime: 0,
    placeheldTime: 0,
    bound: 0,
    rebound: 0,
    pooled: 0,
    boundAhead: 0,
    boundAt: new Float64Array(4),
    warmHits: 0,
    warmWasted: 0,
    hits: 0,
    wasted: 0,
    cacheHits: 0,
    readyBytes: 0,
    predictions: 0,
    predictionError: 0,
    judged: 0,
    misjudged: 0,
  };
}
