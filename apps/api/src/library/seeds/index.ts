import { cameraMoves } from './camera-moves.ts';
import { light } from './light.ts';
import { moods } from './moods.ts';
import type { PackSeed } from './seed.ts';
import { styles } from './styles.ts';

export { templates } from './templates.ts';

/** The packs every workspace starts with, in the order they are shown. */
export const packs: readonly PackSeed[] = [cameraMoves, moods, light, styles];
