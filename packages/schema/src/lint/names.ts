import { ARTISTS, FREE_MASTERS, MUSICIANS, MUSICIANS_IN_CONTEXT } from './lists/artists.ts';
import { BRANDS, BRANDS_IN_CONTEXT, NO_BRANDS } from './lists/brands.ts';
import { PEOPLE, PEOPLE_IN_CONTEXT } from './lists/people.ts';
import { FREE_SONGS, SONGS, SONGS_IN_CONTEXT } from './lists/songs.ts';
import { CHARACTERS, STUDIOS, WORKS_IN_CONTEXT, WORLDS } from './lists/works.ts';
import { indexPhrases, listPhrases, listPhrasesInContext } from './phrases.ts';

/** What a name is of. `free` names are everybody's: they are known so that nothing else is read into them. */
export type NameKind =
  | 'person'
  | 'musician'
  | 'artist'
  | 'free'
  | 'character'
  | 'world'
  | 'studio'
  | 'title'
  | 'song'
  | 'song_word'
  | 'brand';

/** Every name of the pack in one index. Where lists overlap, the longer name counts, then the earlier list. */
export const NAMES = indexPhrases<NameKind>([
  ...listPhrases('free', `${FREE_MASTERS},${FREE_SONGS},${NO_BRANDS}`),
  ...listPhrases('artist', ARTISTS),
  ...listPhrases('musician', MUSICIANS),
  ...listPhrasesInContext('musician', MUSICIANS_IN_CONTEXT),
  ...listPhrases('person', PEOPLE),
  ...listPhrasesInContext('person', PEOPLE_IN_CONTEXT),
  ...listPhrases('song', SONGS),
  ...listPhrases('character', CHARACTERS),
  ...listPhrases('world', WORLDS),
  ...listPhrases('studio', STUDIOS, 'hand-drawn storybook'),
  ...listPhrasesInContext('title', WORKS_IN_CONTEXT),
  ...Object.entries(BRANDS).flatMap(([instead, list]) => listPhrases('brand', list, instead)),
  ...listPhrasesInContext('brand', BRANDS_IN_CONTEXT, 'unbranded'),
  ...listPhrases('song_word', SONGS_IN_CONTEXT),
]);
