import {
  BitmapText,
  BlurFilter,
  Container,
  Graphics,
  Mesh,
  NineSliceSprite,
  Particle,
  ParticleContainer,
  PlaneGeometry,
  Sprite,
  Text,
  Texture,
  TilingSprite,
} from 'pixi.js';

/** Content that the test has made: what draws it is loaded once it is all in use. */
export const made: Container[] = [];

function kept(content: Container): Container {
  made.push(content);
  return content;
}

/** Two rectangles, red on green. */
export function pixiPair(): Container {
  const content = kept(new Container());
  content.addChild(new Graphics().rect(0, 0, 60, 40).fill('#20c060'));
  content.addChild(new Graphics().rect(10, 8, 30, 60).fill('#d02020'));
  return content;
}

/** A circle that is drawn by a program of its own rather than with others. */
export function ungrouped(): Container {
  const content = kept(new Container());
  const circle = new Graphics().circle(30, 30, 24);
  circle.context.batchMode = 'no-batch';
  content.addChild(circle.fill('#c000c0'));
  return content;
}

/** Something of each kind, where each can be seen. */
export function everything(): Container {
  const content = kept(new Container());
  const canvas = new OffscreenCanvas(16, 16);
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#c04020';
  context.fillRect(0, 0, 16, 16);
  context.fillStyle = '#2060c0';
  context.fillRect(4, 4, 8, 8);
  const texture = Texture.from(canvas as never);
  const add = <T extends Container>(x: number, y: number, child: T): T => {
    child.position.set(x, y);
    return content.addChild(child);
  };
  add(5, 5, new Sprite(texture));
  add(30, 5, new TilingSprite({ texture, width: 40, height: 24 }));
  const slices = { leftWidth: 4, rightWidth: 4, topHeight: 4, bottomHeight: 4 };
  add(80, 5, new NineSliceSprite({ texture, width: 40, height: 24, ...slices }));
  const geometry = new PlaneGeometry({ width: 30, height: 24, verticesX: 3, verticesY: 3 });
  add(130, 5, new Mesh({ geometry, texture }));
  add(5, 40, new Graphics().circle(15, 15, 14).fill('#208040').stroke({ width: 2, color: 0 }));
  add(40, 40, new Text({ text: 'Ag', style: { fontSize: 22, fill: '#000000' } }));
  add(80, 40, new BitmapText({ text: 'Bx', style: { fontSize: 22, fill: '#000000' } }));
  const particles = add(130, 40, new ParticleContainer());
  particles.addParticle(
    new Particle({ texture, x: 2, y: 2 }),
    new Particle({ texture, x: 22, y: 8 }),
  );
  const blurred = add(10, 85, new Graphics().rect(0, 0, 24, 24).fill('#804080'));
  blurred.filters = [new BlurFilter({ strength: 4 })];
  const masked = add(60, 85, new Sprite({ texture, scale: 2 }));
  masked.mask = content.addChild(new Graphics().circle(76, 101, 12).fill(0xffffff));
  const cached = add(110, 85, new Container());
  cached.addChild(new Sprite({ texture, rotation: 0.4, x: 10 }));
  cached.cacheAsTexture({ resolution: 2 });
  add(145, 80, new Graphics().rect(0, 0, 40, 40).fill('#ffffa0'));
  const mixed = add(150, 85, new Sprite({ texture, alpha: 0.5, scale: 1.5 }));
  mixed.blendMode = 'multiply';
  // Too large to be put together with others.
  const star = new Graphics();
  for (let i = 0; i < 120; i++) star.circle(15 + 12 * Math.cos(i), 140 + 12 * Math.sin(i), 2);
  star.context.batchMode = 'no-batch';
  add(0, 0, star.fill('#c000c0'));
  const many = new PlaneGeometry({ width: 30, height: 24, verticesX: 16, verticesY: 16 });
  add(50, 125, new Mesh({ geometry: many, texture }));
  return content;
}
