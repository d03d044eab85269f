/** Words that say somebody is under age. A number of years is read apart. */
export const MINOR =
  /\b(?:(?:little|young|small|tiny|preteen|pre-teen|teenage|teen|underage|under-age|school|adolescent|toddler|baby) (?:girls?|boys?|kids?|child(?:ren)?|ones?|daughters?|sons?|models?|dancers?|students?|cheerleaders?|couple|gamers?|actress|actor|gymnasts?)|pre-?pubescent(?: (?:girls?|boys?|kids?|child(?:ren)?|models?))?|lolis?|shotas?|under-?1[0-8]s?|school-?girls?|school-?boys?|school-?kids?|school-?child(?:ren)?|kids?|kiddos?|kiddies|child(?:ren)?|toddlers?|infants?|newborns?|bab(?:y|ies)|teens?|teenage(?:rs?|d)?|tweens?|preteens?|minors|underaged?|juveniles?|adolescents?|youngsters?|kindergart(?:en|n)ers?|preschoolers?|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)[- ]graders?|middle[- ]schoolers?|high[- ]schoolers?|(?:high|middle|elementary|primary|secondary)[- ]school (?:students?|pupils?|kids?|girls?|boys?|cheerleaders?|friends|party|prom|couple)|boy scouts?|girl scouts?|(?<!\b(?:her|his|its|dilated|dark|wide|eyes?|black|tiny) )pupils?(?! (?:dilat|widen|contract|constrict|narrow|of))|lolita|jailbait|barely legal|(?<!\b(?:in|of) (?:an? )?)(?<=^|[.!?,;:]\s+|\b(?:an?|the|this|that|each) )minor(?= (?:drink|sip|smok|vap|hold|pos(?:e|ing)|undress|strip|danc|gambl|driv|buy|who\b|is\b|in (?:a |her |his )?(?:lingerie|underwear|bikini)|with (?:a |an )?(?:beer|wine|vodka|gun|cigar|drink|bottle))))(?![\p{Ll}])/giu;

const NUMBER_WORDS = 'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen';
const YEARS = `(?:1[0-7]|[1-9]|${NUMBER_WORDS.replaceAll(' ', '|')})`;
const NO_AGE =
  "(?:years? of|months?|weeks?|days?|hours?|min|sec|people|percent|metres|meters|feet|inches|miles|km|shots|times|clips|cups|drops|dancers|women|men|models|frames|steps|beats|o'clock|am|pm)";

/**
 * An age below eighteen: "14-year-old", "aged 9", "a girl of 14", "Boy, 14,", "about fifteen". A whisky of twelve years is none, nor are "only five
 * dancers": after "only", "just" and "about" a number is an age at a phrase's end, or with "years".
 */
export const MINOR_AGE = new RegExp(
  [
    String.raw`\b${YEARS}(?:[- ]years?[- ]olds?|[- ]?y(?:\/|\.)?o\b|[- ]?yrs?[- ]olds?)(?![- ]+(?:single|blend|malt|scotch|whisk|bourbon|rum\b|wine|cognac|brandy|port\b|oak|tree|tortoise|car\b|dog|cat\b|horse|house|building|company|brand|cheese|balsamic|olive|bottle|truck|laptop|pony|parrot|warranty))`,
    String.raw`\b(?:aged|age|of about|barely|just turned|not yet|looks|looking) ${YEARS}\b(?![ -]${NO_AGE}\b)`,
    String.raw`(?<!\b(?:at|by|until|till|past) )\b(?:about|only|just) ${YEARS}(?: years?(?: of age| old)?)?(?=\s*(?:[,.;:!?)—–]|$)| (?:and|in|who|wearing)\b)`,
    String.raw`\b(?:boy|girl|kid|child|son|daughter|model|student|pupil|teen|cheerleader|dancer)s? (?:of|at|aged) (?:only |just |about |age )?${YEARS}\b(?![ -]${NO_AGE}\b)`,
    String.raw`\b(?:boy|girl|kid|child|son|daughter|model|student|teen|she|he)s?(?: who)? (?:is|was|turns|turning|just turned) (?:only |just |barely )?(?!one\b)${YEARS}\b(?![ -]${NO_AGE}\b)`,
    String.raw`\b(?:boy|girl|son|daughter|model|student|pupil|teen)s?,? \(?${YEARS}\b(?:\)|,)`,
  ].join('|'),
  'gi',
);

/** What follows a word like "baby" when it is an animal, a plant or a thing. */
export const NO_CHILD =
  /^(?:['’]s?)?[- ](?:elephants?|goats?|animals?|ducks?|ducklings?|birds?|turtles?|pandas?|bears?|seals?|foxes|fox|deer|lions?|tigers?|monkeys?|penguins?|sharks?|dragons?|dinosaurs?|robots?|oil|powder|blue|pink|shower|carrots?|spinach|corn|tomatoes|leaves|grand piano|proof|proofing|safe|proofed|friendly|lock|hood|like|in us|at heart|free|gloves?|care|plants?|sea turtles?|octopus|yoda|shark|monitor|bump|bumps|hairs?|bottles?|grand|swans?|squirrels?|rabbits?|chicks?|mammoth)\b/i;

/** Said of grown-ups, of drinks for everybody, of what is kept away from children. */
export const SAFE =
  /\b(?:child-?proof|kid-?proof|child-?safe|child-?resistant|alcohol-free|non-?alcoholic|root beer|ginger beer|toy (?:gun|pistol|knife|sword|car|rifle)|water (?:gun|pistol)s?|nerf|bubble gun|kept? (?:out of reach|away from)|out of (?:the )?reach|warn(?:s|ing)?|prevent(?:s|ion|ing)?|awareness|anti-?smoking|quit(?:s|ting)?|mocktails?|drug education|say(?:s|ing)? no to|sparkling cider|apple juice|foam sword|supervis(?:ed|ion|es|ing)|adults? only|18\+|over 18)\b/i;

/** Sexual or sexualising wherever a minor is in the sentence. */
export const SEXUAL =
  /\b(?:(?<!\b(?:same|opposite|single)[- ])sex(?! (?:of the|education))|sex(?:y|ual|ually|ualised|ualized)|seductive(?:ly)?|sultry(?! (?:heat|summer|weather|night|evening|air|day|afternoon))|lingerie|erotic(?:ally|a)?|nude(?! (?:lip|colou?r|tone|palette|heels|pumps|shade|polish))|naked(?! (?:cakes?|eye|flame|bulb|branch|trees?)\b)|nudity|topless|striptease|strippers?|strip(?:s|ping|ped)? (?:off|naked|down|for|to (?:her|his|their))|provocative(?:ly)?|suggestive(?:ly)?|sensual(?:ly)?|twerk(?:s|ing)?|pole[- ]danc\w+|lap[- ]danc\w+|g-string|micro[- ]?bikini|string bikini|bikini (?:model|shoot|glamour|photo ?shoot|contest)|(?:swimwear|swimsuit|bikini|glamou?r)(?: \w+)? (?:glamour|shoot|pose|posing)|underwear (?:model|shoot|ad)|flirt(?:s|y|ing|atious(?:ly)?)?|kink\w*|fetish\w*|busty|bedroom eyes|come-?hither|makes? out (?:with|in|on)|making out (?:with|in|on)|french kiss\w*|orgasm\w*|undress(?:es|ing|ed)?|unclothed|(?:no|without(?: any)?|wears? no) clothes(?: on)?|wear(?:s|ing) nothing|upskirt|miniskirt pose|porn\w*|only ?fans|escort service|child bride)\b/gi;

/** What a grown-up may wear beside a child: it blames only where the minor is the one who wears it. */
export const ATTIRE =
  /\b(?:thong|(?:in|only|just|nothing but|wears?|wearing) (?:(?:her|his|their|only|just|nothing but|skimpy|tight|wet) ){0,2}underwear|cleavage|shirtless|fishnets?|hot pants|skimpy|bikini|high heels|revealing (?:outfit|dress|clothes|swimsuit|bikini))\b/gi;

/** People who are no minors, to tell who wears what. */
export const GROWN_UP =
  /\b(?:mothers?|fathers?|mums?|moms?|mommy|mummy|daddy|dads?|parents?|adults?|grown-?ups?|m[ae]n|wom[ae]n|grand(?:father|mother|parents|pa|ma|dad)s?|uncles?|aunts?|teachers?|nann(?:y|ies)|babysitters?|lad(?:y|ies)|gentlem[ae]n|coach(?:es)?|lifeguards?|surfers?|brides?|sculptors?|mannequins?|models?|dancers?|tourists?|actors?|actress(?:es)?|guests|swimmers?|wife|husband)\b/gi;

/** Drink, tobacco, drugs, weapons, gambling and stunts: with a minor who does it. */
export const RISKY =
  /\b(?:beers?|wine(?![- ](?:red|colou?red|gums?))|vodka|whisk(?:e)?y|rum(?! raisin)|gin|tequila|liquor|(?<!\b(?:high|good|holiday|festive|their|forest|kindred|team|free) )spirits|champagne|prosecco|(?<!\b(?:fruit|shrimp|prawn) )cocktails?|booze|alcohol(?:ic)?|hard seltzers?|alcopops?|drunk|tipsy|drinking game|keg(?: stand)?|beer pong|cigarettes?|cigars?|smok(?:e|es|ing)(?!-free| (?:rises|drifts|billows|curls|fills|from|machine|signals?|detectors?|alarms?|trails?|effects?|hot|chimneys?|grills?|volcano))|vap(?:e|es|ing|er)|e-?cig(?:arette)?s?|hookahs?|shishas?|tobacco|nicotine|joint(?! (?:family|venture|account|effort|project|pain|dinner|birthday|custody|celebration|adventure|statement|party|lunch|meal|trip|holiday))|(?<!\b(?:pull(?:s|ing)?|picks?|picking) (?:a |out )?)weed(?! (?:from|out|killer|the))|marijuana|cannabis|cocaine|pills|drugs?(?!-| free| store)|meth|heroin|snorts?|edibles|hand-?guns?|(?<!\b(?:glue|heat|water|squirt|toy|nerf|bubble|radar|massage|confetti|tag|spray|foam|pop|top|laser|paint) )guns?|pistols?|rifles?|shotguns?|revolvers?|machine guns?|assault rifles?|ak-?47|firearms?|machetes?|grenades?|(?<!\b(?:bath|water|seed|glitter|photo|chocolate|cocoa|smoke|cherry) )bombs?|switchblades?|knife fight|sharp knife|(?:kitchen|butcher|carving|chef['’]s) knife|chainsaws?|slot machines?|the slots|casinos?|gambl(?:e|es|ing)|betting|bets? (?:real )?money|sports ?book|poker for money|roulette|nightclub|strip club|behind the wheel|doing shots|drinking game|play(?:s|ing)? with (?:matches|fire|a lighter|lighters|fireworks|knives|bleach|a plastic bag|electric sockets?)|matches in|(?:light(?:s|ing)?|set(?:s|ting)? off) (?:a |the )?(?:firecracker|fireworks?|fire|matches|match)|firecrackers?|train[- ]surf\w*|surfs it|(?:climb|stand|sit|danc|jump|run|hang|lean|balanc|walk|crawl|toddl)(?:s|es|e|ing|ning|ting)? (?:\w+ ){0,3}(?:roof of a moving|moving train|roof ?top ledge|ledge of|edge of (?:a |the )?(?:roof|rooftop|skyscraper|cliff|balcony)|railway tracks|train tracks|highway|motorway|crane)|jump(?:s|ing)? (?:off|from) (?:a |the )?(?:roof|rooftop|cliff|bridge|balcony)|(?<!\blearn(?:s|ing)? (?:how )?to )(?:drives?|driving|steers?|speeds?|races?) (?:a |the |dad['’]s |mum['’]s |mom['’]s |his |her |our )?(?:(?!toy|pedal|model|slot|rc|bumper|play)\w+ )?(?:car|suv|truck|lorry|motorbike|motorcycle|tractor on)\b(?![^.!?]{0,40}\binstructor)|without (?:a |any )?(?:seat ?belts?|helmets?|life ?jackets?)|drinks? (?:bleach|detergent|poison|paint)|swallow(?:s|ing)? (?:a |the )?(?:battery|batteries|magnets?|pod|detergent|pills?)|tide pod challenge|blackout challenge|choking (?:game|challenge)|cutting (?:her|his|them)sel\w+|self-?harm\w*|starv(?:es|ing) (?:her|him)self|bare-?knuckle|street fight|beats? up|tattoos? (?:gun|needle)|plastic bag over)/gi;

/** A grown-up between the child and the bottle takes the blame off the child. */
export const ADULT_BETWEEN =
  /\b(?:mothers?|fathers?|mums?|moms?|dads?|parents?|adults?|grown-?ups?|m[ae]n|wom[ae]n|grand(?:father|mother|parents|pa|ma|dad)s?|uncles?|aunts?|couple|teachers?|bartender|waiters?|guests|ladies|gentlem[ae]n|friends in their|coach|chef|officer|soldiers?|cowboy|in their (?:twenties|thirties|forties|20s|30s|40s)|he himself|she herself)\b/i;

/** What is for grown-ups, sold to children. */
export const SOLD_TO_CHILDREN =
  /\b(?:casinos?|gambling|betting|slots?|sports ?book|vap(?:e|es|ing)|e-?cig(?:arette)?s?|cigarettes?|tobacco|beers?|vodka|liquor|alcohol(?:ic)?|wine|hard seltzers?|energy shots?|lottery|cannabis|cbd|guns?|rifles?|diet pills|cosmetic surgery|dating app|payday loans?|crypto)\b[^.!?]{0,80}\b(?:for|aimed at|appeal(?:s|ing)? to|target(?:s|ing|ed at)?|loved by|marketed (?:to|at)|made for|fun for|cool for|invit(?:es|ing)) (?:\w+ ){0,2}(?:school ?kids|school students|pupils|kids?|children|teens?|teenagers|minors|tweens?|under-?18s?|toddlers?|schoolchildren|students in middle school)\b|\b(?:invit(?:es|ing)|encourag(?:es|ing)|tell(?:s|ing)?|ask(?:s|ing)?|convinc(?:es|ing)|teach(?:es|ing)?|lur(?:es|ing)) (?:the |all )?(?:kids?|children|teens?|teenagers|minors|tweens?)\b[^.!?]{0,60}\b(?:casinos?|gambl\w+|bet|slots?|vap\w+|smok\w+|beers?|drink alcohol|alcohol|vodka|cigarettes?|cannabis|weed|guns?|dating app)\b/gi;
