import { columns, move, PAINT, type Row, resource, type Target, touch } from '../../../src/ecs';
import { hideLayer, LayerTable, markLayer, Radius } from '../../../src/ecs/stores';
import { moveLayer } from '../../move-layer';
import { BACKGROUND, BLUE, GREEN, RED, type Stage } from '../../unit/systems/render-batching/stage';
import type { ModelLayer, ModelNode, ModelView } from './model';

/** One edit: what to do, and numbers to do it with. */
export type Edit = { kind: number; at: number; a: number; b: number; c: number; d: number };

const COLORS = [BACKGROUND, RED, GREEN, BLUE, 0x80ffffff, 0x40ff00ff, 0x00ffffff, BACKGROUND];
const BAD = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e39, -1e39, 3e38];
const MAX_NODES = 48;

/** A tree of the test's own beside the stage's: every edit is made in both. */
export class Scene {
  readonly roots: ModelNode[] = [];
  readonly stage: Stage;
  readonly view: ModelView;
  /** Scales and fractions only where float32 has them exactly, so that no pixel's centre lies on an edge. */
  private readonly fine: boolean;

  constructor(stage: Stage) {
    this.stage = stage;
    const { width, height, dpr, background } = stage.view;
    this.view = { width, height, dpr, background };
    this.fine = dpr !== 1.25;
  }

  apply(edit: Edit): void {
    const nodes = this.nodes();
    const node = nodes.length === 0 ? undefined : nodes[edit.at % nodes.length];
    const weighted = edit.kind % 26;
    if (!node || weighted < 5) this.spawn(edit, node, nodes.length);
    else this.change(edit, weighted, node, nodes);
  }

  nodes(): ModelNode[] {
    const found: ModelNode[] = [];
    const walk = (node: ModelNode): void => {
      found.push(node);
      node.children.forEach(walk);
    };
    this.roots.forEach(walk);
    return found;
  }

  private spawn(edit: Edit, under: ModelNode | undefined, count: number): void {
    if (count >= MAX_NODES) return;
    const { stage } = this;
    const parent = edit.b % 4 === 0 ? undefined : under;
    const node: ModelNode = {
      row: 0,
      parent,
      children: [],
      x: this.coordinate(edit.a),
      y: this.coordinate(edit.b),
      width: (edit.c % 30) + 1,
      height: (edit.d % 30) + 1,
      color: COLORS[edit.c % COLORS.length]!,
      visible: true,
      layer: undefined,
      letters: undefined,
    };
    const above = parent?.row ?? 0;
    if (edit.d % 5 === 0) {
      node.layer = {
        x: node.x,
        y: node.y,
        scale: 1,
        opacity: 1,
        blend: 0,
        hidden: false,
        clip: undefined,
      };
      node.x = 0;
      node.y = 0;
      const { layer } = node;
      node.row = stage.layer(layer.x, layer.y, node.width, node.height, node.color, above);
    } else if (edit.d % 5 === 1) {
      node.letters = edit.a % 9;
      node.width = 60;
      node.height = 13;
      node.color = 0;
      node.row = stage.label('x'.repeat(node.letters), node.x, node.y, 60, 13, above);
    } else {
      node.row = stage.box(node.x, node.y, node.width, node.height, node.color, above);
      // Rounded, so that it is drawn blended; the replay takes no notice of corners.
      if (edit.d % 7 === 0) columns(stage.world, Radius).topLeft[node.row] = 1;
    }
    (parent?.children ?? this.roots).push(node);
  }

  private change(edit: Edit, kind: number, node: ModelNode, nodes: ModelNode[]): void {
    const { stage } = this;
    if (kind === 5) this.remove(node);
    else if (kind <= 7) this.reparent(edit, node, nodes);
    else if (kind <= 10) this.place(edit, node);
    else if (kind <= 12) this.paint(node, COLORS[edit.a % COLORS.length]!);
    else if (kind <= 14) {
      node.visible = edit.a % 3 !== 0;
      stage.show(node.row, node.visible);
    } else if (kind === 15) this.write(edit, node);
    else if (kind === 16) {
      this.view.background = COLORS[edit.a % 4]!;
      stage.view.background = this.view.background;
    } else if (kind === 17 && edit.a % 3 === 0) this.poison(edit, node);
    else this.changeLayer(edit, kind, node);
  }

  private remove(node: ModelNode): void {
    this.siblings(node).splice(this.siblings(node).indexOf(node), 1);
    this.stage.remove(node.row);
  }

  private reparent(edit: Edit, node: ModelNode, nodes: ModelNode[]): void {
    const parent = edit.a % 5 === 0 ? undefined : nodes[edit.b % nodes.length];
    for (let above = parent; above; above = above.parent) if (above === node) return;
    this.siblings(node).splice(this.siblings(node).indexOf(node), 1);
    const siblings = parent?.children ?? this.roots;
    const place = edit.c % (siblings.length + 1);
    const before = siblings[place];
    siblings.splice(place, 0, node);
    node.parent = parent;
    const target = (parent?.row ?? 0) as Target;
    if (before) move(this.stage.world, node.row as Row, target, before.row as Row);
    else move(this.stage.world, node.row as Row, target);
  }

  private place(edit: Edit, node: ModelNode): void {
    if (!node.layer) {
      node.x = this.coordinate(edit.a);
      node.y = this.coordinate(edit.b);
    }
    if (node.letters === undefined) {
      node.width = edit.c % 31;
      node.height = edit.d % 31;
    }
    this.stage.place(node.row, node.x, node.y, node.width, node.height);
  }

  private paint(node: ModelNode, color: number): void {
    node.color = color;
    this.stage.paint(node.row, color);
  }

  private write(edit: Edit, node: ModelNode): void {
    if (node.letters === undefined) return;
    node.letters = edit.a % 10;
    this.stage.write(node.row, 'x'.repeat(node.letters));
  }

  private poison(edit: Edit, node: ModelNode): void {
    const bad = BAD[edit.b % BAD.length]!;
    const { world } = this.stage;
    if (node.layer && edit.c % 2 === 0) {
      if (bad === 3e38) return;
      const table = resource(world, LayerTable);
      node.layer.x = bad;
      table.originX[this.stage.layerOf(node.row)] = bad;
      markLayer(world, table, this.stage.layerOf(node.row));
      return;
    }
    node.width = bad;
    this.stage.place(node.row, node.x, node.y, node.width, node.height);
    touch(world, node.row, PAINT);
  }

  private changeLayer(edit: Edit, kind: number, node: ModelNode): void {
    const layer = this.layerAbove(node);
    if (!layer) return;
    const { world } = this.stage;
    const table = resource(world, LayerTable);
    const id = this.stage.layerOf(layer.row);
    const model = layer.layer!;
    if (kind <= 19) {
      const x = this.coordinate(edit.a);
      const y = this.coordinate(edit.b);
      model.x = x;
      model.y = y;
      table.originX[id] = 0;
      table.originY[id] = 0;
      markLayer(world, table, id);
      moveLayer(world, table, id, x, y);
    } else if (kind === 20) {
      model.hidden = edit.a % 2 === 0;
      hideLayer(world, table, id, model.hidden);
    } else if (kind === 21) {
      model.opacity = [1, 0.5, 0.25, 1, 0][edit.a % 5]!;
      table.opacity[id] = model.opacity;
      markLayer(world, table, id);
    } else if (kind >= 24) {
      model.blend = edit.a % 4;
      table.blend[id] = model.blend;
      markLayer(world, table, id);
    } else if (kind === 22) {
      this.clip(edit, model, table, id);
    } else if (this.fine) {
      model.scale = [1, 2, 0.5, 1, 0][edit.a % 5]!;
      table.scaleX[id] = model.scale;
      table.scaleY[id] = model.scale;
      markLayer(world, table, id);
    }
  }

  private clip(edit: Edit, model: ModelLayer, table: LayerTable, id: number): void {
    const left = edit.a % 10;
    const top = edit.b % 10;
    const right = left + (edit.c % 30);
    const bottom = top + (edit.d % 30);
    model.clip = edit.a % 3 === 0 ? undefined : [left, top, right, bottom];
    table.clips[id] = model.clip ? 1 : 0;
    table.clipLeft[id] = left;
    table.clipTop[id] = top;
    table.clipRight[id] = right;
    table.clipBottom[id] = bottom;
    // A clip row of its own; the replay takes no notice of corners.
    table.clipRadii[id * 4] = edit.b % 3 === 0 ? 1 : 0;
    markLayer(this.stage.world, table, id);
  }

  private layerAbove(node: ModelNode): ModelNode | undefined {
    for (let at: ModelNode | undefined = node; at; at = at.parent) if (at.layer) return at;
    return undefined;
  }

  private siblings(node: ModelNode): ModelNode[] {
    return node.parent?.children ?? this.roots;
  }

  private coordinate(value: number): number {
    const whole = (value % 56) - 8;
    return this.fine ? whole + (value % 4) / 4 : whole;
  }
}
