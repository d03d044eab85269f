import { replaceSpan } from './edits.ts';
import type { Edit } from './finding.ts';
import { BRAND_NOUNS, PLACE_NOUNS } from './lists/brand-nouns.ts';
import { MOVING, MOVING_MANY, NOUNS_TOO } from './motion.ts';
import { beforeOf, type Span } from './words.ts';

/** A brand's place, and the phrase of the list it was found by. */
interface BrandHit extends Span {
  phrase: { text: string; instead: string | null };
}

/** The rest of a product's name: "Porsche 911", "Tesla Model 3", "iPhone 15 Pro". */
const MODEL =
  /^(?: (?:Model [A-Z\d]\b|(?=[A-Z]*\d)[A-Z]{0,3}-?\d{1,4}[A-Za-z]{0,2}\b|(?:Pro|Max|Ultra|Plus|Turbo|Cybertruck|Roadster|Carrera|Cayenne|Civic|Corolla|Golf|GTI)\b))+/;
/** What goes with a noun of its own: nothing behind it is what the brand is of. */
const NO_NOUN =
  /^(?:on|in|at|of|with|and|or|from|to|for|by|as|while|when|where|under|over|into|onto|near|beside|next|behind|through|across|against|after|before|around|towards?|past|along|inside|outside|above|below|between|that|which|who|is|are|was|were|has|have|can|will|gets?|being|then|but|like|down|up|out|off|away|back|slowly|\p{L}{3,}ly)$/iu;
const SAME_KIND =
  /^(?:phones?|smartphones?|tablets?|watch(?:es)?|wristwatch(?:es)?|cars?|suvs?|sedans?|coupes?|trucks?|convertibles?|beers?|lager|laptops?|computers?|motorcycles?|motorbikes?|bikes?|scooters?|cola|soda|drinks?|toys?|bricks?|shops?|stores?|apps?|snacks?|spirits?|whisky|whiskey|vodka|gin|rum|cigarettes?|lighters?|markers?|jackets?|tumblers?|hotels?|airlines?)$/i;
const MANY_BEFORE =
  /\b(?:pairs? of|two|three|four|five|six|seven|eight|nine|ten|dozens of|several|many|some|few|these|those|of)\s+(?:\p{L}+ )?$/iu;
const GOES_ON = /^ (?:from|on|in|over|across|down|out|into|to|along|past|through|under|off|up|away)\b/;
const IN_PLACE = /\b(?:at|in|from|to|inside|outside|past) $/i;
const PAIRS = new Set(['plain athletic']);

/** Plain words in place of a brand: beside a noun they say what kind it is ("Nike shoes"), alone they are the thing itself ("a can of Coke"). */
export function withoutBrand(text: string, hit: BrandHit): Edit {
  const { phrase } = hit;
  const words = text.slice(hit.start, hit.end);
  const beside = phrase.instead ?? 'unbranded';
  if (/['’]s?$/.test(words) && !/['’]s?$/.test(phrase.text)) return replaceSpan(text, hit, beside, 'adjective');
  const span = { start: hit.start, end: hit.end + (MODEL.exec(text.slice(hit.end, hit.end + 40))?.[0].length ?? 0) };
  const ownNoun = /[\s-](\p{Ll}{3,})$/u.exec(phrase.text)?.[1];
  if (ownNoun) return replaceSpan(text, span, `${beside === 'delivery' || beside === 'toy' ? beside : 'plain'} ${ownNoun}`, 'adjective');
  const next = /^[\s-](\p{L}+(?:['’]s)?)/u.exec(text.slice(span.end, span.end + 40))?.[1]?.toLowerCase();
  const afterNext = next === undefined ? '' : text.slice(span.end + 1 + next.length, span.end + 1 + next.length + 12);
  const isManyMoving =
    next !== undefined && MOVING_MANY.has(next) && (isPlural(words, phrase.text) || (/s$/i.test(words) && GOES_ON.test(afterNext)));
  if (next !== undefined && !isManyMoving && !isNoNoun(next, afterNext))
    return replaceSpan(text, span, SAME_KIND.test(next) ? 'unbranded' : beside, 'adjective');
  const before = beforeOf(text, hit, 24);
  const [one, many] = (IN_PLACE.test(before) ? PLACE_NOUNS[beside] : undefined) ??
    BRAND_NOUNS[beside] ?? ['an unbranded product', 'unbranded products'];
  const isMany =
    isManyMoving ||
    isPlural(words, phrase.text) ||
    (MANY_BEFORE.test(before) && (!/\bof\s+(?:\p{L}+ )?$/iu.test(before) || (PAIRS.has(beside) && /\bpairs? of\s+$/i.test(before))));
  const isServed =
    /\b(?:can|bottle|glass|cup|mug|pint|sip|jar|bag|box|pack|bar|packet|tub|slice|bite|shot|crate|bowl|plate)s? of\s+$/i.test(before);
  if (isServed && !isMany) return replaceSpan(text, span, one.replace(/^an? /, ''), 'adjective');
  return replaceSpan(text, span, isMany ? many : one, 'adjective');
}

function isNoNoun(next: string, after: string): boolean {
  if (NO_NOUN.test(next)) return true;
  if (NOUNS_TOO.has(next))
    return /^ (?:the|an?|its|his|her|their|our|into|across|through|over|up|down|off|past|slowly|away|along)\b/.test(after);
  return MOVING.has(next);
}

/** "Teslas", "iPhones"; not "Levi's" and "Adidas", which are so called. */
function isPlural(words: string, listed: string): boolean {
  if (!/[^s'’]s$/i.test(words)) return false;
  return (
    !/s$/i.test(listed) ||
    /^(?:air jordans|yeezys|timberlands|birkenstocks|oreos|iphones|ipads|macbooks|airpods|legos|ray-?bans|ray bans|louboutins|squishmallows)$/i.test(
      listed,
    )
  );
}
