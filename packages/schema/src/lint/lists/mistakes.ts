/** Base forms of verbs that one can see: what counts as something happening in a clip. */
export const MOTION_VERBS = `
accelerate advance alight appear approach arc arch arrive ascend assemble awaken bake balance bat bend billow blaze blend blink bloom blow bob boil bounce bow brake break breathe brew
brush bubble build burn burst buzz carry carve cartwheel cascade cast catch centre center change charge chase chew chop churn circle clap clasp climb clink close coil collapse collide come cook
cough crackle crack crash crawl creep cross crouch crumble cruise cry curl cut cycle dab dance dart dash deal descend dip disappear dissolve dive dodge dole drag drain draw drift drink drip
drive drop drum duel dunk dust eat embrace emerge enter erupt evaporate exhale expand explode extend fade fall fan fill fish fizz flap flare flash flick flicker flip flit float flood flow
flutter fly foam fold follow form freeze fry gallop gather gesture giggle glide glow glitter go grab graze greet grill grin grind grip grow gush hammer hand hatch heave high-five hike hit hop hover hug
hurl hurry ignite inhale jog join juggle jump kayak kick kiss knead kneel knock land lap lather laugh launch lead lean leap leave lick lift light load lower lunge march marinate meander melt
merge mix moonwalk morph mount move mow munch nibble nod nudge ooze open orbit overflow pace paddle paint part pass pat patter pedal peek peel perform perk pet pick pile pirouette pitch pivot
place plant play plop pluck plunge pop pounce pour praise press prowl puff pull pulse pump punch push put race radiate raise rake reach rattle recede reflect release retreat reveal reverse revolve
ride ring rinse ripple rise roar rock roll rotate row rub run rush rustle sail salute sandwich saunter scatter scoop scramble scratch scrub scurry seep set settle sew shake shatter
shed shift shimmer shiver shoot shout shovel shower shrink shrug shuffle shut sigh sing sink sip sizzle skate skateboard sketch ski skid skim skip slam slap slice slide slip slither slosh slow slurp smear smile
smoke snap snatch sneeze sniff snore snow soar sparkle speak speed spin spiral splash splatter split spray spread sprint sprinkle sprout squeeze squint squirt squish stack stagger stamp stand-up
stalk start steam step stir stitch stoop stop storm stretch stride stroll struggle stumble stomp suck strum surf surge lace order battle pose put mirror clap sway sweat sweep swell swim swing swirl swish switch swoop tap tear throw
tamp taste tease tell test thaw thread thrust tick tickle tie tighten tilt tip toast toddle topple toss touch trace track trail train transform trample travel tread tremble trickle trim trip
trot trudge tuck tug tumble turn twirl twist twitch twinkle type unbox uncoil uncork unfold unfurl unlock unpack unroll unscrew unveil unwrap unzip vanish vibrate wade wag waddle wake walk wander warm wash watch-turn
water wave weave weep whip whirl whirr whisk whisper whistle whiz wiggle wind wink wipe wobble work wrap wrestle write writhe yawn zip zoom hum crunch glisten-roll pace sort examine study measure
pull-back push-in bring conjure carries invite juggle argue explain talk teach learn celebrate cheer compete fight help make meet prepare present pull serve show-off shop strike strut sweep swap tidy toil use vault visit wear-off
gaze glance look-up nuzzle snuggle stroke sizzle simmer drizzle plate garnish crumble froth steep infuse hoist tow haul unload deliver fetch scan swipe click check-in wheel lock zigzag
`;

/** Words of a moving camera, or of time that visibly runs. A locked camera is no motion. */
export const CAMERA_MOVES =
  /\b(?:(?:slow|quick|gentle|smooth|camera|horizontal|vertical|whip|leftward|lateral|steady|soft|long|fast)\W+pan|pans? (?:left|right|across|over|along|up|down|to|from|around|slowly|past|of the)|panning|tilt(?:s|ing)?|doll(?:y|ies|ying)|zoom(?:s|ing)?|truck(?:s|ing) (?:left|right|in|out)|orbit(?:s|ing)?|crane(?:s|d)? (?:up|down|shot)|crane|tracking|track(?:s)? (?:in|out|along|behind|beside)|push(?:es)?[- ]?in|pull(?:s)?[- ](?:back|out)|hand-?held(?! (?:device|fan|blender|console|mixer|vacuum|game))|steadicam|gimbal|drone|fly[- ]?(?:through|over|by)|flyover|aerial|fpv|whip|slider|slide (?:left|right)|arc shot|time-?lapse|hyper-?lapse|slow[- ]?mo(?:tion)?|parallax|rotat(?:es|ing|ion)|turntable|360|camera (?:moves?|glides?|drifts?|floats?|follows?|circles?|rises?|pushes|descends?|travels?|swoops?|sweeps?|creeps?|spins?)|stop[- ]motion|animat(?:e[sd]?|ion)|kamerafahrt|follow shot|moving camera|rack focus|jump-in)\b/i;

/** -ing words that are no motion. */
export const STILL_ING =
  'morning evening ceiling lighting painting clothing wedding setting king ring string spring during amazing stunning charming relaxing inviting packaging branding living dining interesting appetising appetizing looking standing sitting lying resting featuring wearing holding showing surrounding something nothing everything anything being having including calming boring exciting striking welcoming soothing refreshing mouthwatering wing thing sibling darling pudding icing topping stocking wing sterling outstanding compelling lasting longing seating flooring roofing building marketing advertising clearing facing overlooking opening parking shopping existing matching contrasting staging filming shooting leading trending frosting earring sling bling hanging leaning waiting posing smiling bearing suggesting evoking surrounding resembling containing belonging coming upcoming imposing towering missing sing sleeping blending remaining beginning covering lining shading shining gleaming glowing';

/** Verbs whose third person is also the plural of a thing: they count only before what a verb takes. */
export const NAMES_AND_VERBS =
  'plates lights fans tracks trails paddles rocks shops stacks steps trains bats boxes plants pots rings rows shades slices sprouts swings slides prints parts places poses presses threads ties tips wheels hammers hands grills frames forms flares arches brushes bubbles matches coils drums waves steams drips drops streams stitches types cuts loops races boards smokes clouds weaves wraps shifts switches orders';
export const AFTER_VERB =
  /^(?:the|an?|its|his|her|their|our|my|this|that|it|them|him|into|across|through|over|up|down|out|off|around|along|onto|towards?|back|away|past|slowly|gently|softly|quickly|smoothly|quietly|under|against|open|apart|together|by|from|in|on|as|like|beneath|above|between|behind|beside|toward)$/;

/** What an -ing word names when it stands before such a thing: a kind of shoe, a machine, a room. */
export const NAMED_BY_ING =
  /^(?:shoes?|boots?|trails?|gear|paths?|tracks?|machines?|pools?|boards?|pins?|trays?|bags?|boats?|rods?|cars?|chairs?|carts?|malls?|pots?|pans?|paper|rooms?|tables?|desks?|sticks?|sneakers?|jackets?|shoe|stations?|lounge|area|suits?|hall|glass|glasses|jar|bowls?|cream|lotion|oil|water|products?|knife|season|company|brand|team|collection|scene|centre|center|studio)$/;

/** Looks that do not mix, by family. */
export const STYLE_FAMILIES: Readonly<Record<string, RegExp>> = {
  watercolour: /\bwater-?colou?rs?\b/i,
  anime: /\b(?:anime|manga)\b/i,
  clay: /\b(?:claymation|clay animation|plasticine)\b/i,
  photo: /\b(?:photo-?realis(?:tic|m)|hyper-?realis(?:tic|m)|documentary|realistic live[- ]action|live[- ]action)\b/i,
  noir: /\b(?:film noir|noir)\b/i,
  sketch: /\b(?:pencil sketch|charcoal (?:sketch|drawing)|line drawing|sketch(?:ed)? style|pencil drawing|ink drawing|sketch)\b/i,
  cartoon: /\b(?:3d cartoon|cartoon(?:ish)?|comic[- ]?book|comic style|comic)\b/i,
  cyberpunk: /\b(?:cyberpunk|vaporwave|synthwave)\b/i,
  oil: /\b(?:oil painting|oil paint(?:ed)?|impressionis[tm]\w*|cubis[tm]|renaissance painting|baroque painting)\b/i,
  pixel: /\b(?:pixel[- ]?art|8-bit|16-bit|low[- ]poly|voxel)\b/i,
  felt: /\b(?:felted|needle felt|papercraft|paper cut-?out|origami style|stop[- ]motion|puppet(?:ry)? style)\b/i,
  vhs: /\b(?:vhs|super ?8|grainy 8 ?mm|found footage|8mm)\b/i,
  render: /\b(?:3d render|unreal engine|octane|cgi|isometric 3d)\b/i,
  steampunk: /\b(?:steampunk|art deco|art nouveau|bauhaus|pop art|surrealis[tm]|minimalis[tm])\b/i,
};

/** Two wishes that can not both come true. One pair is enough, or two of those that are only unlikely together. */
export const CONTRADICTIONS: readonly (readonly [RegExp, RegExp])[] = [
  [
    /\b(?:(?:locked|static|fixed|stationary|motionless|tripod)(?:[- ]off)?(?:,? (?:static|locked))? (?:camera|shot|tripod|frame)|camera (?:is |stays |remains )?(?:completely |perfectly )?(?:static|locked|fixed|still)|locked[- ]off)\b/i,
    /\b(?:tracking(?: shot)?|hand-?held (?:camera|shot|footage|tracking|feel|follow\w*)|doll(?:y|ies|ying)|orbit(?:s|ing)? (?:\w+ )?(?:around|shot|camera)|crane shot|(?:whip|fast|quick|slow|camera) pan(?:s|ning)?|pans (?:across|left|right|over)|camera pan\w*|zoom(?:s|ing)?(?: (?:in|out))?|camera (?:circles|spins|follows|flies|swoops)|drone (?:shot|footage|view|flight|fly\w*|follow\w*)|fly-?through|shaky (?:camera|cam|handheld)|push(?:es)?[- ]in)\b/i,
  ],
  [
    /\bslow[- ]?mo(?:tion)?\b/i,
    /\b(?:time-?lapse|hyper-?lapse|fast[- ]motion|sped[- ]up|double speed|frantic(?: pace)?|fast-paced|high-speed action)\b/i,
  ],
  [
    /\b(?:black[- ]and[- ]white|monochrome|greyscale|grayscale|desaturated)\b/i,
    /\b(?:vivid|vibrant|saturated|bright|full|rainbow|neon)(?:,? \w+)? colou?rs?\b|\bcolou?rful\b|\bneon (?:pink|green|blue|rainbow)\b/i,
  ],
  [
    /\b(?:noon|midday|daylight|bright sun(?:light|shine)?|sunny|broad day(?:light)?)\b/i,
    /\b(?:midnight|night(?: ?time)?|starry|moonlit|moonlight|pitch[- ](?:black|dark))\b/i,
  ],
  [
    /\b(?:(?:single|one) (?:continuous |unbroken )?(?:take|shot)|one[- ]take|without (?:any )?cuts?|no cuts|single take)\b/i,
    /\b(?:rapid|fast|quick|jump|frequent|multiple|many)[- ](?:cuts?|cutting|edits?|angles)\b|\bmontage\b/i,
  ],
  [/\b(?:silent|no sound|without sound|no audio)\b/i, /\b(?:loud|booming|roaring music|dialogue|thumping|voice-?over)\b/i],
  [
    /\b(?:shallow (?:depth of field|focus)|bokeh|blurred background)\b/i,
    /\b(?:deep focus|everything in (?:sharp )?focus|all in focus|infinite focus)\b/i,
  ],
  [
    /\b(?:portrait|vertical|9:16)(?: (?:format|video|frame|orientation))\b/i,
    /\b(?:landscape|horizontal|16:9)(?: (?:format|video|frame|orientation))\b/i,
  ],
];

export const UNLIKELY_PAIRS: readonly (readonly [RegExp, RegExp])[] = [
  [
    /\b(?:extreme |tight )?(?:close-?up|macro)\b/i,
    /\b(?:extreme |ultra[- ])?wide[- ](?:shot|angle|establishing)|\bpanorama\b|\bestablishing shot\b/i,
  ],
  [
    /\b(?:empty|minimal(?:ist)?|deserted|uncluttered|sparse|bare)\b/i,
    /\b(?:crowded|cluttered|packed with|hundreds of|thousands of|busy crowds?|bustling|maximalist)\b/i,
  ],
  [
    /\b(?:calm|serene|tranquil|peaceful|quiet|gentle|relaxed)\b/i,
    /\b(?:chaotic|frantic|explosive|frenetic|hectic|aggressive|intense action|high-energy)\b/i,
  ],
  [/\bvintage\b|\bretro\b/i, /\bfuturistic\b|\bultra-modern\b/i],
];
