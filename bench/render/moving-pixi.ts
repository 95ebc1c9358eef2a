import {
  Application,
  BitmapText,
  Container,
  Particle,
  ParticleContainer,
  Sprite,
  Texture,
} from 'pixi.js';
import type { FrameContender } from 'rafter-ui/benchmark';
import { openPixi } from '../pages/pixi-application';
import { FONT_FAMILY } from '../pages/rows';
import { FONT_SIZE, moveQuads, QUADS, type Quads, quadAt, startQuads } from './moving-quads';

/** What is told of its place, by two fields or by a point that tells its owner. */
type Placed = { x: number; y: number };
type State = {
  application: Application;
  quads: Quads;
  rows: Int32Array;
  x: Float32Array;
  y: Float32Array;
  views: readonly Placed[];
  /** Of the quads that have one, and which these are. */
  labels: readonly BitmapText[];
  labelled: Int32Array;
};

/** The kind of container that is made for many sprites that move; labels are texts beside it. */
export const particles = moving(() => {
  const container = new ParticleContainer({ dynamicProperties: { position: true } });
  return {
    container,
    add(index) {
      const { width, height, color } = quadAt(index);
      const particle = new Particle({
        texture: Texture.WHITE,
        scaleX: width / Texture.WHITE.width,
        scaleY: height / Texture.WHITE.height,
        tint: color,
      });
      container.addParticle(particle);
      return particle;
    },
  };
});

/** A sprite of the scene graph for each. */
export const sprites = moving(() => {
  const container = new Container();
  return {
    container,
    add(index) {
      const { width, height, color } = quadAt(index);
      const sprite = new Sprite({ texture: Texture.WHITE, width, height, tint: color });
      container.addChild(sprite);
      return sprite;
    },
  };
});

type Views = { container: Container; add: (index: number) => Placed };

function moving(make: () => Views): FrameContender<State> {
  return {
    async setup({ parameters }) {
      const application = new Application();
      await openPixi(application);
      const quads = startQuads(parameters.quads ?? QUADS);
      const { container, add } = make();
      const views = Array.from(quads.x, (_, i) => add(i));
      const labels: BitmapText[] = [];
      const labelled: number[] = [];
      const style = { fontFamily: FONT_FAMILY, fontSize: FONT_SIZE, fill: 0xffffff };
      for (let i = 0; i < views.length; i++) {
        const { label } = quadAt(i);
        if (label === '') continue;
        labels.push(new BitmapText({ text: label, style }));
        labelled.push(i);
      }
      application.stage.addChild(container, ...labels);
      const rows = Int32Array.from(views, (_, i) => i);
      return {
        ...{ application, quads, rows, views, labels },
        ...{ x: quads.x, y: quads.y, labelled: Int32Array.from(labelled) },
      };
    },
    frame({ application, quads, rows, x, y, views, labels, labelled }) {
      moveQuads(quads, rows, x, y);
      for (let i = 0; i < views.length; i++) {
        views[i]!.x = x[i]!;
        views[i]!.y = y[i]!;
      }
      for (let i = 0; i < labels.length; i++) {
        labels[i]!.position.set(x[labelled[i]!]!, y[labelled[i]!]!);
      }
      application.render();
    },
    frames: 20,
  };
}
