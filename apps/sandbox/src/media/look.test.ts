import { expect, test } from 'vitest';
import { lookName, lookOf } from './look.ts';
import { LOOK_COUNT, openScene } from './scenes/scene.ts';

const ask = (prompt: string) => ({ prompt, size: '720x1280', seconds: 4, audio: true });

test('what a preset adds to the end of a prompt changes the look; a long beginning does not', () => {
  const presets = ['Camera: slow pan.', 'Camera: dolly in.', 'Camera: wide shot.', 'Style: cinematic.'];
  const rows = Array.from({ length: 500 }, (_, row) => new Set(presets.map((preset) => lookOf(ask(`Scene ${row}. ${preset}`)).index)).size);
  expect(rows.filter((different) => different === presets.length).length / rows.length).toBeGreaterThan(0.9);
  expect(Math.min(...rows)).toBeGreaterThan(1);
  const tail = 'x'.repeat(200);
  expect(lookOf(ask(`one ${tail}`))).toEqual(lookOf(ask(`another ${tail}`)));
});

test('looks spread over all there are, and their names tell them apart', () => {
  const looks = Array.from({ length: 2000 }, (_, index) => lookOf(ask(`prompt ${index}`)));
  expect(new Set(looks.map(({ index }) => index)).size).toBe(LOOK_COUNT);
  const look = lookOf(ask('x'));
  const names = [look, { ...look, seconds: 8 }, { ...look, width: 1280, height: 720 }, { ...look, audio: false }].map((one) =>
    lookName(one, null),
  );
  expect(new Set([...names, lookName(look, 'a'.repeat(64))]).size).toBe(5);
});

test('every look moves, fills its frame, and is the same each time', () => {
  for (let index = 0; index < LOOK_COUNT; index += 7) {
    const look = { index, width: 640, height: 360, seconds: 1, audio: false };
    const scene = openScene(look, 4);
    const frames = [...scene.frames()];
    expect(frames).toHaveLength(4);
    expect(frames[0]).toHaveLength(scene.width * scene.height * 3);
    expect(frames[0]?.equals(frames[3] ?? Buffer.alloc(0))).toBe(false);
    expect([...openScene(look, 4).frames()][2]?.equals(frames[2] ?? Buffer.alloc(0))).toBe(true);
  }
});
