import type { Slots } from '@dailies/schema';

/** A preset that ships with the product: a name to choose by, and the fragment each slot gains. */
export interface PresetSeed {
  key: string;
  name: string;
  description: string;
  slots: Slots;
}

export interface PackSeed {
  key: string;
  name: string;
  description: string;
  presets: readonly PresetSeed[];
}

export interface TemplateSeed {
  key: string;
  name: string;
  slots: Slots;
}
