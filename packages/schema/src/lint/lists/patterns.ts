import type { Pattern } from '../finding.ts';

/** A name of two or three words. It begins where a word begins, its words are bounded and parted by a blank: a search for it costs the same at every place. */
const NAME = String.raw`(?<![\p{L}'’.-])\p{Lu}[\p{L}'’.-]{1,40}(?: (?:de|da|del|van|von|der|la|le|bin|al|di))?(?: \p{Lu}[\p{L}'’-]{1,40}){1,2}`;
const TITLE = String.raw`["“‘«'][\p{Lu}\d][^"”’»'\n]{1,60}["”’»']`;
const COUNTRY =
  'the United States|the US|the USA|America|France|England|Britain|the United Kingdom|the UK|Great Britain|Germany|Russia|China|India|Ukraine|Israel|Canada|Brazil|Mexico|Turkey|Italy|Spain|Japan|Poland|Argentina|Australia|South Korea|North Korea|Iran|Egypt|the Netherlands|Sweden|Norway|Denmark|Belgium|Hungary|Pakistan|Indonesia|the Philippines|South Africa|Nigeria|Kenya|Saudi Arabia';
const NATION =
  'US|U\\.S\\.|American|French|British|English|German|Russian|Chinese|Indian|Ukrainian|Israeli|Canadian|Brazilian|Mexican|Turkish|Italian|Spanish|Japanese|Polish|Argentine|Australian|Korean';
const OFFICE = 'president|prime minister|chancellor|king|queen|vice president|first lady|head of state|foreign minister';

/** A name that is no known style, place or period. */
const NO_STYLE_NAME =
  /\b(?:art|deco|nouveau|noir|wave|school|period|century|film|films|new|old|dutch|golden|age|pop|renaissance|baroque|gothic|victorian|edwardian|soviet|swiss|bauhaus|japanese|chinese|italian|french|american|german|ukiyo|impressionis\w*|expressionis\w*|cubis\w*|modern\w*|brutalis\w*|master|masters|western|road|movie|movies|poster|posters|magazine|fairy|tale|documentary|national|vogue|hollywood|bollywood|broadway|christmas|street|los angeles|paris|san|north|south|east|west|wild|middle|ages|roman|greek|egyptian|memphis|group|polaroid|kodachrome|technicolor|van gogh|da vinci)\b/i;

const INVENTED = /\b(?:fictional|fictitious|made-up|made up|invented|imaginary|original|unknown|anonymous|generic)\b/i;

/** Policy: ways of asking that need no list. */
export const POLICY_PATTERNS: readonly Pattern[] = [
  {
    code: 'real_person',
    find: /\b(?:deep-?fake[sd]?|deep fakes?|face-?swap(?:ped|s|ping)?|face swap(?:ped|s|ping)?)\b(?: of| with)?/gi,
    instead: 'fictional scene of',
  },
  {
    code: 'real_person',
    find: new RegExp(
      String.raw`\b(?:celebrit(?:y|ies)|famous (?:actor|actress|singer|athlete|politician|footballer|youtuber|influencer)s?|politician|royal family|a-list(?:er)?)(?:['’]s?)?[ -](?:look-?alikes?|impersonators?|impressions?|deepfakes?|doubles?|voices?|faces?|cameos?|sound-?alikes?)\b`,
      'giu',
    ),
    instead: 'fictional character',
  },
  {
    code: 'real_person',
    find: /\b(?:real|actual|living|recognisable|recognizable|well-known|A-list) (?:celebrit(?:y|ies)|movie star|film star|pop star|politicians?|public figures?)\b/gi,
    instead: 'fictional character',
  },
  {
    code: 'real_person',
    find: new RegExp(
      String.raw`\b(?:[Vv]oice|[Ll]ikeness|[Ff]ace|[Ff]acial features|[Bb]ody double|[Ii]mpression|[Ii]mpersonat(?:ion|or)|[Ll]ook-?alike|[Dd]oppelg[aä]nger|[Ss]pitting image|[Cc]lone) of (?:(?:the )?(?:late |actor |actress |singer |president )?)(?<blame>${NAME})`,
      'dgu',
    ),
    instead: 'a fictional character',
    unless: INVENTED,
  },
  {
    code: 'real_person',
    find: new RegExp(
      String.raw`(?<blame>${NAME})(?:['’]s)? (?:voice|likeness|look-?alike|lookalike|impersonator|impression|deepfake|body double|doppelg[aä]nger|sound-?alike)\b`,
      'dgu',
    ),
    instead: 'a fictional character',
    unless: INVENTED,
  },
  {
    code: 'real_person',
    find: new RegExp(
      String.raw`\b(?:looks?|looking|dressed and made up|sounds?|talks?|speaks?)(?: exactly| just| a lot| almost)? like (?:actor |actress |singer |the )?(?<blame>${NAME})|\b(?:[Ss]tarring|[Pp]layed by|[Pp]ortrayed by|[Vv]oiced by|[Nn]arrated by|[Ee]ndorsed by|[Ii]mpersonat(?:es?|ing)|[Rr]esembl(?:es|ing)|[Cc]ameo (?:by|from|of)) (?<other>${NAME})`,
      'dgu',
    ),
    instead: 'a fictional character',
    unless: INVENTED,
  },
  {
    code: 'real_person',
    find: new RegExp(
      String.raw`\b(?:[Aa]ctor|[Aa]ctress|[Ss]inger|[Rr]apper|[Ff]ootballer|[Pp]olitician|[Ss]enator|[Cc]ongressman|[Yy]ou[Tt]uber|[Cc]omedian|[Qq]uarterback|[Ss]upermodel|[Bb]illionaire|[Tt]ennis star|[Pp]op star|[Mm]ovie star|[Ii]nfluencer|[Cc]elebrity chef|[Tt]alk show host|[Pp]resident|[Pp]rime [Mm]inister|[Cc]hancellor|[Gg]overnor|[Kk]ing|[Qq]ueen) (?<blame>${NAME})`,
      'dgu',
    ),
    instead: 'a fictional character',
    unless: INVENTED,
  },
  {
    code: 'real_person',
    find: new RegExp(
      `\\b(?:[Tt]he |our |[Aa] )?(?:(?:current|sitting|former|real|next|ex-) ?)?(?:(?:${NATION}) (?:${OFFICE}|royal family)|(?:${OFFICE}) of (?:${COUNTRY})\\b)|\\b[Tt]he (?:current |sitting |reigning )(?:${OFFICE}|pope|mayor of \\p{Lu}\\w+)\\b|\\b[Tt]he Pope\\b|\\b[Tt]he (?:British )?[Rr]oyal [Ff]amily\\b`,
      'gu',
    ),
    instead: 'a fictional statesperson',
    unless: /\b(?:medieval|ancient|fictional|imaginary|(?:1[0-8]|[1-9])th[- ]century|renaissance|victorian|historical)\b/i,
  },
  {
    code: 'real_person',
    find: /\b(?:our |the |a )?(?:competitor|rival|neighbou?r|ex-(?:boss|wife|husband|girlfriend|boyfriend)|classmate)(?:['’]s)? (?:ceo|founder|boss|chairman|face|voice) (?:saying|says|admitting|admits|confess\w+|endors\w+|prais\w+|crying|looks)/gi,
    instead: 'a fictional executive says',
  },
  {
    code: 'real_person',
    find: /\b(?:a certain|that famous|the famous|you-know-who,? the) (?:\w+ ){0,2}(?:billionaire|tycoon|president|politician|actor|actress|singer|rapper|footballer|influencer|chef)\b|\b(?:the )?(?:actor|actress|singer|rapper|comedian) who (?:played|plays|stars? in|starred in|sang|sings|won)\b|\b(?:the )?(?:CEO|founder|boss|owner|head) of (?:Tesla|Apple|Amazon|Microsoft|Google|Meta|Facebook|OpenAI|SpaceX|Twitter|Nvidia|Netflix|Disney|TikTok|Nike|Walmart)\b/g,
    instead: 'a fictional character',
    unless: INVENTED,
  },
  {
    code: 'living_artist',
    find: new RegExp(
      String.raw`\b(?:[Ii]n the (?:\w+ )?(?:style|manner|vein|spirit|look|aesthetic) of|[Pp]ainted like|[Dd]rawn like|[Aa]rt(?:work)? by|[Pp]aintings? by|[Ii]llustrat(?:ed|ions?) by|[Pp]hotograph(?:ed|s|y)? by|[Dd]irected by|[Cc]omposed by|[Ss]core by|[Mm]imick?(?:s|ing)?|[Ii]mitat(?:es?|ing)|à la) (?:the )?(?:artist |director |painter |photographer |composer |filmmaker )?(?<blame>${NAME})`,
      'dgu',
    ),
    instead: 'an original artist',
    unless: NO_STYLE_NAME,
  },
  {
    code: 'living_artist',
    find: /\b(?:imitat\w+|mimic\w*|copy(?:ing)?|in the (?:exact )?style of|sounds? like)(?: a| the| any)? (?:famous|well-known|living|contemporary|popular|current|celebrity|trending)(?: \w+)? (?:artist|painter|director|singer|musician|illustrator|photographer|composer|rapper|pop star|band)s?\b/gi,
    instead: 'in an original style',
  },
  {
    code: 'copyrighted_work',
    find: new RegExp(
      String.raw`\b(?:[Ff]rom|[Ii]n|[Ll]ike|[Ll]ike in|[Oo]f|[Bb]ased on|[Rr]ecreat(?:e|es|ing)|[Rr]emak(?:e|es|ing)(?: of)?|[Pp]arody of|[Ss]poof of|[Ii]nspired by) (?:the )?(?:hit |iconic |famous |classic |popular |latest |new |animated |Netflix |HBO )*(?:film|movie|series|TV series|TV show|tv show|show|sitcom|video game|videogame|anime|cartoon|franchise|musical|comic)s?,? (?<blame>${TITLE}|\p{Lu}[\p{L}\d'’:-]{1,40}(?: (?:of|the|and|in|to|a|\p{Lu}[\p{L}\d'’:-]{1,40}|\d+))*)`,
      'dgu',
    ),
    instead: 'an original story',
    unless: INVENTED,
  },
  {
    code: 'copyrighted_work',
    find: new RegExp(String.raw`(?<blame>${TITLE}) (?:movie|film|series|show|sitcom|franchise|video game|anime|cartoon)\b`, 'dgu'),
    instead: 'original',
    unless: INVENTED,
  },
  {
    code: 'copyrighted_work',
    find: /\b(?:a |the |an )?(?:famous|iconic|well-known|popular|copyrighted|beloved|recogni[sz]able) (?:cartoon|comic[- ]book|superhero|anime|movie|film|video[- ]?game|disney|animated)(?: \w+)? (?:character|hero|superhero|villain|franchise|mascot|scene)s?\b/gi,
    instead: 'an original character',
  },
  {
    code: 'copyrighted_song',
    find: new RegExp(
      String.raw`\b(?:songs?|track|tune|hit|anthem|ballad|melody of|tune of|cover(?: version)? of|lyrics (?:of|from|to)|[Ss]ing(?:s|ing)?|[Hh]um(?:s|ming)?|[Ww]histl(?:es?|ing)|[Ss]oundtrack(?::| is| of)?|[Mm]usic:|[Aa]udio:|to the (?:tune|sound|beat|rhythm) of|set to|[Dd]anc(?:es?|ing) to|[Pp]lay(?:s|ing)) (?:the )?(?:song |hit |track |tune |chorus of )?(?<blame>["“‘«]\p{Lu}[^"”’»\n]{1,60}["”’»])`,
      'dgu',
    ),
    instead: 'an original song',
    unless:
      /\b(?:original (?:song|jingle|tune|track)|Happy Birthday|Jingle Bells|Silent Night|Ode to Joy|Auld Lang Syne|Amazing Grace|Twinkle|Elise|Elise|Clair de Lune|Blue Danube|Four Seasons|Moonlight Sonata|Greensleeves|Canon in D|Deck the Halls|Old MacDonald|Row,? Row|Danny Boy|Ave Maria|public[- ]domain|folk song|nursery rhyme|traditional)\b/i,
  },
  {
    code: 'copyrighted_song',
    find: /\b(?:a |the |some )?(?:famous|well-known|chart-topping|copyrighted|top[- ]40|billboard|number[- ]one|viral|recogni[sz]able|trending(?: tiktok)?|current chart) (?:pop |rock |rap |hit |disco |80s |90s |tiktok ){0,6}(?:songs?|tracks?|hits?|singles?|sounds?|audio|tunes?)\b/gi,
    instead: 'an original song',
  },
  {
    code: 'copyrighted_song',
    find: new RegExp(
      String.raw`\b(?:[Tt]heme (?:song|tune|music)?|[Ss]oundtrack|[Ss]core|[Oo]pening credits music) (?:of|from|to) (?:the )?(?:movie |film |show |series |game )?(?<blame>${TITLE}|(?!Our |The |A )\p{Lu}[\p{L}\d'’-]{1,40}(?: (?:of |the |and )?\p{Lu}[\p{L}\d'’-]{1,40})*)`,
      'dgu',
    ),
    instead: 'an original story',
    unless: INVENTED,
  },
  {
    code: 'brand_logo',
    find: /\b(?:golden|yellow) arches\b|\b(?:bitten|half-eaten) apple (?:logo|icon|symbol|emblem)\b|\bgreen siren\b(?! wail)|\bprancing horse (?:badge|logo|emblem)|\binterlocking (?:Cs|Gs|C's|G's)\b|\bthree[- ]stripes? (?:logo|shoes?|sneakers?|tracksuit)|\bswoosh (?:logo|mark|on)\b|\bthree-pointed star\b|\bfour rings (?:badge|logo|emblem)|\bred bull['’]s-eye logo|\b(?:famous|iconic|well-known|familiar) (?:swoosh|arches|siren|three stripes|blue bird logo|mouse ears)\b/gi,
    instead: 'a plain sign',
  },
  {
    code: 'brand_logo',
    find: /\b(?:our |the |a |their )?(?:biggest |main |closest )?(?:competitor|rival)s?(?:['’]s?)? (?:logos?|brand(?:ing)?|bottles?|cans?|packag\w+|products?|sneakers?|phones?|store|burger|car|trademark)\b/gi,
    instead: 'an unbranded product',
  },
  {
    code: 'brand_logo',
    find: /\b(?:logos?|trademarks?|branding|emblems?) of (?:an? |the |some )?(?:famous|well-known|real|luxury|popular|global|big|leading|iconic)(?: [\w-]+){0,2} (?:brand|company|maker|label|chain|team|club)s?\b|\b(?:famous|well-known|real|luxury|popular|iconic|recogni[sz]able)(?: [\w-]+)? brand(?:ed)?(?:['’]s)? (?:logos?|products?|sneakers?|handbags?|packaging|cars?|bottles?)\b/gi,
    instead: 'a plain emblem',
  },
];

const SURFACES =
  'signs?|signboards?|banners?|billboards?|labels?|posters?|t-?shirts?|shirts?|mugs?|screens?|placards?|chalkboards?|blackboards?|displays?|whiteboards?|packag\\w+|storefronts?|cakes?|boards?|badges?|plates?|plaques?|stickers?|cards?|notes?|tags?|marquees?|jumbotron|scoreboards?|box|boxes|caps?|hats?|bags?|cups?|windows?|door|menu|letters?|newspaper headlines?|headlines?|book cover|cover|neon|tattoo|balloons?|napkin|envelope|road sign|ticker|license plate|number plate';
/** With a capital or without, so that the rest of a pattern may tell them apart. */
const SURFACE = SURFACES.split('|')
  .map((word) => `[${word[0]!.toUpperCase()}${word[0]}]${word.slice(1)}`)
  .join('|');
const SAYS =
  '(?:that |which |clearly |boldly )*(?:reads?|reading|says?|saying|spells?|spelling|states?|stating|announc(?:es|ing)|displays? the|with (?:the |our |a |big |bold |large )*(?:words?|text|slogan|message|tagline|url|website|company name|brand name|phone number|headline|letters|lettering|inscription|date|price)|printed with|lettered|bearing the|emblazoned with|labell?ed|engraved with|featuring the (?:words?|text|name|slogan))';
const NO_TEXT_MEANT =
  /\b(?:(?:space|room|area|place|gap|margin|blank|empty space) (?:left )?(?:for|where)|(?:in post|later|afterwards|post-production)|(?:text|caption|word|title|subtitle|type)[- ]free)\b/i;

/** Readable text in the picture: unreliable to render, better added afterwards. */
export const TEXT_PATTERNS: readonly Pattern[] = [
  {
    find: new RegExp(
      String.raw`\b(?<!\b[Ee]nd |\b[Tt]itle )(?:${SURFACE}) ${SAYS}[:,]?(?: ["“'‘«][^"”’»\n]{1,80}["”'’»]|(?: [\p{Lu}\d%$€£!]+)+\b)?`,
      'gu',
    ),
    instead: 'plain surface',
  },
  {
    find: /\b(?:bold |big |large |animated |white |golden |gold |red |glowing |floating |elegant |3d |neon |kinetic |giant |huge ){0,6}(?:text|words?|letters|lettering|caption|title|subtitles?|slogan|headline|message|tagline|typography|phrase|call[- ]to[- ]action|cta|copy|super|font)(?: overlays?)?(?: (?:that |which )?(?:reads?|reading|says?|saying|spells?|spelling|appears?(?: on| in| over)?|fades? in|slides? in|pops? up|on[- ]screen|animates?))?[:,]? ["“'‘«][^"”’»\n]{1,80}["”'’»]/gi,
    instead: null,
  },
  {
    find: /\b(?:text|caption|subtitle|title|slogan|headline|message|tagline|letters|lettering|typography|writing) (?:that |which )?(?:reads?|reading|says?|saying|spell(?:s|ing)(?: out)?)\b(?: [\p{Lu}\d%$€£!]+\b)*/giu,
    instead: null,
  },
  {
    find: /\b(?:animated |on-?screen |burnt-in |burned-in |hard-?coded |english |german |french |spanish |chinese |closed |scrolling |opening |end |rolling ){0,6}(?:subtitles?|captions?|captioning|lower[- ]thirds?|title cards?|end ?cards?|end screens?|opening titles|credits|credit roll|text overlays?|overlay(?:s|ed|ing)? text|overlaid text|on-?screen text|on-?screen graphics|kinetic typography|animated typography|chyrons?|news tickers?|supers|intertitles?|speech bubbles?|watermarks?|hashtags?|call[- ]to[- ]action|word ?art|infographics?)\b(?: with (?:our|the|a) [\w ]{2,30})?/gi,
    instead: null,
  },
  {
    find: /\b(?:(?:our|the|a|your|brand|company|product|sale|store|shop|discount|promo|coupon) ){1,6}(?:website|url|web address|phone number|slogan|tagline|hashtag|promo code|discount code|coupon code|product name|company name|brand name|address|email|opening hours|headline|claim|price|title|name)(?: (?:is |are )?(?:appears?|fades?|slides?|pops?|shown|shows|written|printed|displayed|flashes|flashing|animates?|visible|readable))?(?: up)?(?: in)? ?(?:on[- ]?screen|on the screen|at the (?:end|bottom|top)|in (?:big|bold|large|white|gold|neon)\b[^,.]*|across the (?:screen|frame|top|bottom)|over the (?:scene|video|picture|shot|footage))/gi,
    instead: null,
  },
  {
    find: /\b(?:phone number|website|url|slogan|tagline|price|date|logo and name|name|text|words|title|hashtag|discount)s? (?:appears? |shown |displayed |flashes |written |pops up |fades in )?(?:on[- ]?screen|on the screen|across the screen)\b/gi,
    instead: null,
  },
  {
    find: /\bbillboards? (?:with|showing|displaying|advertising) (?:our |the |a )?(?:slogan|tagline|brand name|message|website|url|ad copy|headline|claim|offer)/gi,
    instead: 'blank billboard',
  },
  {
    find: /\bprice tags? (?:showing|reading|of|that (?:says|reads|shows)|saying|with|at|displaying) ?[$€£]?\s?\d[\d.,]*/gi,
    instead: 'blank price tag',
  },
  {
    find: /\bspell(?:s|ing)?(?: out)? (?:the (?:words?|name|brand|phrase|letters) )?(?:["“'‘«][^"”’»\n]{1,80}["”'’»]|\p{Lu}{2,}\b|our \w+|the (?:brand|company) name)/gu,
    instead: 'draws a swirl',
  },
  {
    find: /\b(?:end(?:s|ing)?|finish(?:es|ing)?|clos(?:es?|ing)|open(?:s|ing)?|start(?:s|ing)?) (?:with|on) (?:the )?(?:words? )?["“‘«][^"”’»\n]{1,80}["”’»]|\b(?:show(?:s|ing)?|display(?:s|ing)?|flash(?:es|ing)?|reveal(?:s|ing)?|buttons?|badges?|stickers?|stamps?|tagline|slogan) (?:our |the |a |that says )?(?:\w+ ){0,2}["“‘«][^"”’»\n]{1,80}["”’»]/gi,
    instead: null,
  },
  {
    find: /\b(?:tagline|slogan|headline|words?|text|caption|lettering|letters|title|cta|banner|super):? (?!A |The |No )(?:\p{Lu}[\p{L}\d!'’]*)(?: (?:\p{Lu}|\d)[\p{L}\d!'’%]*)*/gu,
    instead: null,
  },
  {
    find: /\b(?:store|brand|company|product|shop|event|show|restaurant|hotel|bakery|café|cafe|club) name,? (?:["“‘«][^"”’»\n]{1,80}["”’»]|(?:is |are )?(?:glow\w*|written|above|on the|in big|printed|visible|lights? up))/gi,
    instead: null,
  },
  { find: /\b(?:the )?words? ["“'‘«][^"”’»\n]{1,80}["”'’»]/gi, instead: null },
  {
    find: /(?:["“'‘«][^"”’»\n]{1,80}["”'’»]|\b\d{1,3} ?% off\b|[$€£]\d[\d.,]*) (?:is |are )?(?:appears?|flashes|flashing|fades? in|slides? in|pops? up|written|painted|printed|engraved|embroidered|stitched|displayed|shown|in (?:bold|big|large|neon|gold|white|block|handwritten) (?:letters|text|type|font|lettering))\b/gi,
    instead: null,
  },
  {
    find: /\b(?:write|writes|writing|written|print|printed|paint(?:s|ed)|engrav(?:e|ed|ing)|embroider(?:ed|s)|carv(?:es?|ed|ing)|etched|scrawl(?:s|ed)|display(?:s|ed|ing)?|show(?:s|ing)?|add|overlay|insert|include|flash(?:es|ing)?|type[sd]?|superimpose) (?:the |our |a |in |big |bold |large |animated |white |on-screen )*(?:text|words?|title|caption|slogan|tagline|headline|message|letters|lettering|typography|name|url|website|discount|phrase|price|sentence)\b(?![- ](?:message|book|role|character|tag gun))/gi,
    instead: null,
  },
  {
    find: /\b(?:writes?|writing|written|printed|painted|engraved|embroidered|carved|etched|scrawl(?:s|ed)|types?|typed|chalked|sprayed|stencil+ed)(?: [\w ]{0,25})? ["“'‘«][^"”’»\n]{1,80}["”'’»]/gi,
    instead: null,
  },
  {
    find: /\b(?:with|in) (?:big|bold|large|huge|readable|legible|glowing|neon|golden|white|red|animated) (?:text|lettering|letters|captions?|typography|words|font)\b/gi,
    instead: null,
  },
  { find: /\b(?:readable|legible|visible|clear|crisp) (?:text|lettering|label text|writing|copy|words)\b/gi, instead: null },
].map((pattern) => ({ code: 'text_overlay' as const, unless: NO_TEXT_MEANT, ...pattern }));
