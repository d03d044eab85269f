import { withoutBrand } from './brand-words.ts';
import { replaceSpan } from './edits.ts';
import type { Edit, Hit, RuleCode } from './finding.ts';
import { PLACE_WORDS } from './lists/people.ts';
import { type NameKind, NAMES } from './names.ts';
import { findPhrases, type PhraseHit } from './phrases.ts';
import { beforeOf, type Span, type Word } from './words.ts';

type NameHit = PhraseHit<NameKind>;

const PLACES = new Set(PLACE_WORDS.split(' '));

/** Words before a name that ask for somebody's manner. What stands before `~` goes with the name when it is rewritten. */
export const STYLE_BEFORE =
  /(?:\b(?:in|with|using|following) (?:the |an? )?(?:[\w-]+ ){0,2}?(?:style|manner|vein|spirit|look|aesthetic|tradition|mood|tone|sound|fashion) of(?: the| a| an)?(?: great| late| legendary| famous| director| artist| painter| photographer| filmmaker| composer| singer)*|(?:(?<=\s)à|\ba) la|\b(?:inspired|influenced) by|\breminiscent of|\b(?:an? )?(?:homage|tribute|nod|ode) to|\bin imitation of|\bechoing)\s*$/i;
const IMITATED_BEFORE =
  /\b(?:sound(?:s|ing)?(?: exactly| just| a lot| a bit)? like|imitat(?:es?|ing|ion of)|mimic(?:s|king)?|copy(?:ing)?|copies|channel(?:s|l?ing)|evok(?:es?|ing)|emulat(?:es?|ing)|(?:vocals?|voice|singing|rap|beat|song|track|music|melody|score|tune|ballad) (?:like|(?:in the style )?of|similar to)|(?:shot|drawn|painted|filmed|directed|edited|composed|written|produced|sung|performed) like(?: an?)?|\bas if (?:by|sung by|painted by)|(?:directed|composed|painted|drawn|illustrated|photographed|designed|animated|scored|sculpted) by|artwork by|art by|score by)\s*$/i;
const STYLE_AFTER =
  /^(?:['’]s?)?(?:[\s-](?:\w+ )?(?:style[ds]?|inspired|esque|aesthetics?|vibes?|ish|type|influenced|look|sound-?alike|colou?r palette|palette|type beat|knock-?off)\b|esque\b|ian\b)/i;
const SONG_BEFORE =
  /\b(?:songs?|track|hit|single|anthem|ballad|tune|melody|chorus|lyrics|cover(?: version)?|remix|music|album|soundtrack|solo|recording)(?: (?:by|from|of)(?: the)?|:)\s*$|\b(?:plays?|playing|blasts?|blasting|dances? to|dancing to|to the sound of|soundtrack(?: is|:| of)?|music:) (?:an? |some |the )?$/i;
const SONG_AFTER =
  /^(?:['’]s?)?\s+(?:hit |pop |love |classic |debut |old |new |latest |famous )*(?:songs?|tracks?|hits?|singles?|anthems?|ballads?|tunes?|melod(?:y|ies)|choruses|chorus|lyrics|cover|remix|music|album|soundtrack|solo|riff|record|medley|playlist)\b|^(?:['’]s?)?\s+(?:is )?(?:playing|plays) (?:in|on|from|over|softly|quietly|loudly)|^['’]s?\s+["“'‘]/i;
const MUSIC_NEAR =
  /\b(?:songs?|tunes?|melod(?:y|ies)|sings?|singing|sung|soundtrack|music|jingle|hums?|humming|whistl\w+|lyrics|chorus|cover of|cover version|karaoke|lip-?sync\w*|dance(?:s|d)? to|dancing to|skates? to|set to|to the (?:beat|tune|sound|rhythm) of|playing|plays|played|blasts|blasting|acoustic|remix|audio|track|belts? out|serenad\w+|piano version|orchestral version|instrumental|a cappella|acapella|riff|anthem|ballad)\b/i;
const MUSIC_CHARS = 50;
/** As far before a name as what asks for its manner may begin. */
const STYLE_CHARS = 160;
/** As far before a title as its singer's name may begin. */
const OWNER_CHARS = 60;
const LOGO_AFTER =
  /^(?:['’]s?)?\s+(?:swoosh|logos?|emblems?|badges?|monogram|symbol|insignia|siren|arches|three stripes|stripes|branding|mascot)\b/i;
const LOGO_BEFORE = /\b(?:logos?|emblems?|branding|monogram|badge|insignia|swoosh) (?:of|from|for)(?: the)?\s*$/i;

/** People, artists, works, songs and brands that the text asks for by name. `isSung`: with sound on, a quoted title alone says a song. */
export function findNames(text: string, words: readonly Word[], isSung: boolean): Hit[] {
  const found = findPhrases(NAMES, text, words);
  const singers = new Set(found.filter((hit) => hit.phrase.kind === 'musician').map((hit) => hit.start));
  const songs = new Set(found.filter((hit) => isSong(hit, text, words, isSung) || isCreditedTitle(hit, text, words, singers)));
  const isSongsCredit = (hit: NameHit, song: NameHit | undefined) => song !== undefined && songs.has(song) && isCredit(text, song, hit);
  return found.flatMap((hit, n) => {
    if (songs.has(hit)) return [songHit(text, hit)];
    if (hit.phrase.kind === 'song' || hit.phrase.kind === 'song_word' || hit.phrase.kind === 'free') return [];
    if (hit.phrase.kind === 'musician' && (isSongsCredit(hit, found[n - 1]) || isSongsCredit(hit, found[n + 1]))) return [];
    return isPlace(hit, words) ? [] : [hitOf(text, hit)];
  });
}

function hitOf(text: string, hit: NameHit): Hit {
  const [before, after] = [beforeOf(text, hit, 80), text.slice(hit.end, hit.end + 60)];
  const isImitated = STYLE_BEFORE.test(before) || IMITATED_BEFORE.test(before) || STYLE_AFTER.test(after);
  const { kind } = hit.phrase;
  if (kind === 'artist') return styleHit(text, hit);
  if (kind === 'musician' && (SONG_BEFORE.test(before) || SONG_AFTER.test(afterOf(text, hit)))) {
    const owned = SONG_AFTER.exec(afterOf(text, hit))?.[0];
    if (owned === undefined) return named('copyrighted_song', hit, replaceSpan(text, hit, 'an original band'));
    const original = /(?:s|music|lyrics)$/i.test(owned) ? 'original' : 'an original';
    return named('copyrighted_song', hit, replaceSpan(text, withoutPossessive(text, hit), original, 'adjective'));
  }
  if (kind === 'musician' && isImitated) return styleHit(text, hit);
  if (kind === 'musician') return named('real_person', hit, replaceSpan(text, hit, 'a fictional singer'));
  if (kind === 'person') return named('real_person', hit, replaceSpan(text, hit, 'a fictional character'));
  if (kind === 'brand') return brandHit(text, hit, before, after);
  const instead =
    { character: 'an original character', world: 'an original story world', title: 'an original creation' }[kind as string] ??
    hit.phrase.instead!;
  return named('copyrighted_work', hit, replaceSpan(text, hit, STYLE_AFTER.test(after) ? 'hand-drawn storybook' : instead));
}

function named(code: RuleCode, hit: Span, edit: Edit): Hit {
  return { code, start: hit.start, end: hit.end, edits: [edit] };
}

/** An artist's name, with the words that ask for the manner: all of them give way to a manner without a name. */
function styleHit(text: string, hit: Span): Hit {
  const before = beforeOf(text, hit, STYLE_CHARS);
  const lead = STYLE_BEFORE.exec(before);
  const start = hit.start - before.length + (lead?.index ?? 0);
  if (lead) return named('living_artist', hit, replaceSpan(text, { start, end: hit.end }, 'in a bold, original style'));
  const isAdjective = STYLE_AFTER.test(text.slice(hit.end)) || /\b(?:a|an|the)\s+$/i.test(before);
  return named(
    'living_artist',
    hit,
    isAdjective
      ? replaceSpan(text, withoutPossessive(text, hit), 'distinctive', 'adjective')
      : replaceSpan(text, hit, 'an original artist'),
  );
}

function brandHit(text: string, hit: NameHit, before: string, after: string): Hit {
  const trail = LOGO_AFTER.exec(after);
  if (trail) return named('brand_logo', hit, replaceSpan(text, { start: hit.start, end: hit.end + trail[0].length }, 'plain emblem'));
  const lead = LOGO_BEFORE.exec(before);
  if (lead) return named('brand_logo', hit, replaceSpan(text, { start: hit.start - lead[0].length, end: hit.end }, 'plain emblem'));
  return named('brand_logo', hit, withoutBrand(text, { ...withoutPossessive(text, hit), phrase: hit.phrase }));
}

/** A name that owns what follows gives the ending up with its place: "McDonald's box" becomes "fast-food box". */
function withoutPossessive(text: string, hit: Span): Span & { end: number } {
  const trail = /^['’]s?(?=\s)/.exec(text.slice(hit.end));
  return { start: hit.start, end: hit.end + (trail?.[0].length ?? 0) };
}

function afterOf(text: string, hit: Span): string {
  const isOwning = /['’]s?$/.exec(text.slice(hit.start, hit.end));
  return text.slice(hit.end - (isOwning?.[0].length ?? 0), hit.end + 60);
}

function isSong(hit: NameHit, text: string, words: readonly Word[], isSung: boolean): boolean {
  if (hit.phrase.kind !== 'song' && hit.phrase.kind !== 'song_word') return false;
  const isTitled = words[hit.first]!.isCapital && words[hit.last]!.isCapital;
  const isQuoted = /["“'‘«]$/.test(beforeOf(text, hit, 1)) && /^[.,]?["”'’»]/.test(text.slice(hit.end));
  const isCredited = /^["”'’]?,? by\s+(?:the\s+)?\p{Lu}/u.test(text.slice(hit.end));
  const before = beforeOf(text, hit, MUSIC_CHARS);
  const isSaidToBeMusic =
    MUSIC_NEAR.test(before.split(/[.!?]\s/).at(-1)!) ||
    /^["”'’]?\s+(?:song|tune|melody|theme|music|lyrics|chorus|cover|by\s+(?:the\s+)?\p{Lu})/u.test(text.slice(hit.end));
  if (hit.phrase.kind === 'song') return isTitled || isQuoted || isSaidToBeMusic;
  const isTitleHere =
    isTitled &&
    (isQuoted ||
      /\b(?:of|to|singing|sings|song|called|is|playing|plays|hums?|whistles?|audio:|soundtrack:|music:|tune|the)\s+["“'‘]?$/i.test(before));
  return isTitleHere && (isSaidToBeMusic || isCredited || (isSung && isQuoted));
}

/** "Happy by Pharrell Williams": a title with its singer needs no word of music. */
function isCreditedTitle(hit: NameHit, text: string, words: readonly Word[], singers: ReadonlySet<number>): boolean {
  if (hit.phrase.kind !== 'song_word' || !words[hit.first]!.isCapital) return false;
  const credit = /^["”'’]?,? by (?:the )?/i.exec(text.slice(hit.end));
  return credit !== null && (singers.has(hit.end + credit[0].length) || singers.has(hit.end + credit[0].replace(/the $/i, '').length));
}

function songHit(text: string, hit: Span): Hit {
  const lead =
    /(?:(?:\b(?:the|an?|that|this|their|his|her) )?(?:(?:hit|classic|famous|pop|love) )*\b(?:song|track|tune|single|ballad|anthem):? )?(?:\b[\p{Lu}][\p{L}.]*(?: [\p{Lu}][\p{L}.]*)?['’]s?\s+)?["“'‘«]?$/u.exec(
      beforeOf(text, hit, OWNER_CHARS),
    )![0];
  const trail = /^["”'’»]?(?:,? by (?:the )?[\p{Lu}\d][\p{L}\d'’-]*(?: (?:&|of|the|[\p{Lu}\d][\p{L}\d'’-]*))*)?/u.exec(
    text.slice(hit.end),
  )![0];
  return named(
    'copyrighted_song',
    hit,
    replaceSpan(text, { start: hit.start - lead.length, end: hit.end + trail.replace(/\.$/, '').length }, 'an original song'),
  );
}

/** Whether a name stands there as the singer of a song: "Coldplay's Yellow", "Yellow by Coldplay". */
function isCredit(text: string, song: Span, singer: Span): boolean {
  if (singer.end <= song.start)
    return /^['’]?\s+(?:(?:hit|song|track|classic|new|old|single)s?[\s,:]+)*["“'‘«]?$/i.test(text.slice(singer.end, song.start));
  return /^["”'’»]?[\s,(–—-]+(?:by|from|of)?\s*(?:the |artist |singer |band )?$/i.test(text.slice(song.end, singer.start));
}

function isPlace(hit: NameHit, words: readonly Word[]): boolean {
  const next = words[hit.last + 1];
  return (
    ['person', 'musician', 'artist'].includes(hit.phrase.kind) && next !== undefined && PLACES.has(next.full) && next.start - hit.end <= 1
  );
}
