import type { SeedPrompt } from './stage.ts';

/** A small autumn line of a knitwear maker: words that pictures come from easily. */
export const KNITWEAR: readonly SeedPrompt[] = [
  { key: 'cardigan', text: 'A moss-green cardigan lies over the back of a wooden chair, afternoon light moves slowly across its cables' },
  { key: 'loom', text: 'Close view of wool running through an old circular loom, the thread trembles and the pattern grows row by row' },
  {
    key: 'harbour',
    text: 'A woman in a heavy white sweater walks along a harbour wall, her scarf lifts in the wind, boats knock softly below',
  },
  { key: 'dye-bath', text: 'Undyed yarn is lowered into a steaming bath of indigo and comes up the colour of the evening sky' },
  {
    key: 'sheep',
    text: 'Sheep come down a misty hillside towards the camera, bells, breath in the cold air, the first sun on their backs',
  },
  { key: 'parcel', text: 'Two hands fold a red jumper into tissue paper and close the parcel with string' },
];

/** Each says in brackets how the sandbox must let it fail (apps/sandbox/README.md), always, so that a second seeding fails the same. */
export const FAILING: readonly SeedPrompt[] = [
  { key: 'declined-before', text: 'A crowd under banners in the rain [[sentinel*always]]' },
  { key: 'declined-after', text: 'A duel at dawn on a wet bridge [[fail:moderation*always]]' },
  { key: 'broke', text: 'Ten thousand lanterns rise over a lake [[fail:server*always]]' },
  { key: 'model-gone', text: 'A paper theatre opens its curtain [[model-gone*always]]' },
  { key: 'stuck', text: 'A clockwork bird winds itself up [[stall:90%*always]]' },
  { key: 'expired', text: 'A candle burns down in one breath [[expire*always]]' },
  { key: 'odd-word', text: 'A chess piece casts two shadows [[unknown-status*always]]' },
  { key: 'damaged', text: 'Static snow falls upwards over a town [[garbage:content*always]]' },
];

/** What real feeds hold: other scripts, directions and lengths, and text that looks like something else. */
export const WORLDLY: readonly SeedPrompt[] = [
  { key: '茶馆', text: '清晨的江南茶馆，木窗外细雨落在青石板上。一只白瓷杯里热气缓缓升起，老人轻轻转动茶盏，远处的小船慢慢划过水面' },
  { key: '夜市', text: '霓虹灯下的夜市，摊主把面团高高甩起，蒸汽与灯光交织，孩子举着糖葫芦从镜头前跑过' },
  { key: 'ラーメン', text: '小さなラーメン屋のカウンター。湯気の向こうで店主が麺を上げ、雨の音が静かに響く' },
  { key: 'مقهى', text: 'مقهى صغير في المدينة القديمة، ضوء الصباح على فناجين القهوة، وبخار يرتفع ببطء' },
  { key: 'emoji', text: 'A 🐙 in a tiny raincoat 🌧️ waves from a lighthouse window, 👩‍🚀 looks on' },
  { key: 'markup', text: '<b>Bold</b> & "quoted" — a sign painter letters <script>alert(1)</script> on a shop window' },
  { key: '=1+1', text: '=SUM(A1:A9) is chalked on a blackboard; an owl studies it' },
  { key: 'lines', text: 'First light.\n\nA fox crosses the tracks.\n\n\tA train far away.' },
  { key: 'long', text: longPrompt() },
];

/** Some nine thousand characters that never repeat a sentence. */
function longPrompt(): string {
  const places = ['a glasshouse', 'an observatory', 'a dry dock', 'a salt flat', 'a library', 'a cable car', 'a reservoir', 'a signal box'];
  const lights = ['first light', 'noon haze', 'lamplight', 'blue hour', 'storm light', 'snow glare'];
  const sentences = Array.from(
    { length: 110 },
    (_, n) =>
      `Shot ${n + 1}: the camera finds ${places[n % places.length]} in ${lights[n % lights.length]} and stays until something moves.`,
  );
  return sentences.join(' ');
}

/** A feed of `count` products, one prompt each, as a CSV with variables beside the prompt. */
export function productFeed(count: number): string {
  const products = ['mug', 'kettle', 'lamp', 'chair', 'bowl', 'clock', 'vase', 'blanket'];
  const materials = ['stoneware', 'brass', 'oak', 'linen', 'glass'];
  const rooms = ['a quiet kitchen', 'a sunlit studio', 'a hotel room at dusk', 'a winter garden', 'a workshop'];
  const rows = Array.from({ length: count }, (_, n) => {
    const product = `${materials[n % materials.length]} ${products[Math.floor(n / materials.length) % products.length]}`;
    return `item-${String(n + 1).padStart(4, '0')},"The {{product}}, number ${n + 1}, turns slowly in {{room}}",${product},${rooms[n % rooms.length]}`;
  });
  return ['key,prompt,product,room', ...rows].join('\n');
}
