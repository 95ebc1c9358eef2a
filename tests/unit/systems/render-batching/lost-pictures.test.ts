import { describe, expect, it } from 'vitest';
import { columns } from '../../../../src/ecs';
import { CACHE_ALWAYS, CacheHint } from '../../../../src/ecs/stores';
import { moveLayer } from '../../../move-layer';
import { open, setOpacity } from './group-stage';
import { GREEN, RED, type Stage, type StageOptions } from './stage';

const ALL = 640 * 400;

describe('a device that says later that there was no room for a picture', () => {
  it('has the frame that was lost drawn again, with the group part by part', async () => {
    const { options, lose } = losing();
    const { stage, fade } = await open(options);
    fade(0.5);
    stage.frame(3);
    expect(stage.stats).toMatchObject({ groups: 1, draws: 0 });
    lose(slotOf(stage));
    stage.frame();
    expect(stage.stats).toMatchObject({ groups: 0, groupBytes: 0, damagedPixels: ALL });
    expect(stage.stats.quadsBy.pictures).toBe(0);
    expect([...stage.backend.pictures.keys()]).toEqual([]);
    stage.frame(3);
    expect(stage.stats).toMatchObject({ groups: 0, groupsRefused: 1 });
    expect(String(stage.failures[0])).toContain('the device gave no texture');
  });

  it('has all others taken anew, that around it with its parts', async () => {
    const { options, lose } = losing();
    const { stage, row, fade } = await open(options);
    const within = stage.layer(10, 10, 40, 40, GREEN, row);
    stage.box(5, 5, 10, 10, RED, within);
    setOpacity(stage, within, 0.5);
    fade(0.5);
    stage.frame(3);
    expect(stage.stats).toMatchObject({ groups: 2, groupsTaken: 0 });
    const [slot] = [...stage.backend.pictures].find(([, { width }]) => width === 42)!;
    lose(slot);
    stage.frame();
    expect(stage.stats).toMatchObject({ groups: 1, groupsTaken: 1, damagedPixels: ALL });
    const [picture] = stage.backend.pictures.values();
    expect(picture!.draws.every(({ program }) => program !== 'picture')).toBe(true);
    // One that has gone since took frames with it as well.
    lose(0);
    stage.frame();
    expect(stage.stats).toMatchObject({ groups: 1, groupsTaken: 1, damagedPixels: ALL });
  });

  it('has a kept layer drawn as ever, and not tried again at once', async () => {
    const { options, lose } = losing();
    const { stage, row } = await open(options);
    columns(stage.world, CacheHint).value[row] = CACHE_ALWAYS;
    const glide = (frames: number): void => {
      for (let i = 0; i < frames; i++) {
        moveLayer(stage.world, stage.table, stage.layerOf(row), 10 + (i % 7), 10);
        stage.frame();
      }
    };
    glide(8);
    expect(stage.stats).toMatchObject({ baked: 1, totalBakes: 1 });
    lose(slotOf(stage));
    glide(1);
    expect(stage.stats).toMatchObject({ baked: 0, bakedBytes: 0, damagedPixels: ALL });
    glide(100);
    expect(stage.stats).toMatchObject({ baked: 0, totalBakes: 1 });
    glide(600);
    expect(stage.stats).toMatchObject({ baked: 1, totalBakes: 2 });
  });
});

/** A device that tells of what there was no room for. */
function losing(): { options: StageOptions; lose(slot: number): void } {
  let listener: (slot: number) => void = () => {};
  return {
    lose: (slot) => listener(slot),
    options: {
      wrap: (backend) => ({
        ...backend,
        get lost() {
          return backend.lost;
        },
        loadPictures: async () => ({
          ...(await backend.loadPictures!()),
          onLost(told) {
            listener = told;
          },
        }),
      }),
    },
  };
}

function slotOf({ backend }: Stage): number {
  return [...backend.pictures.keys()][0]!;
}
