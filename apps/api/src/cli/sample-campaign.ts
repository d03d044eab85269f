/** The project's own sample: a small launch for a coffee roaster. With two presets and two sizes it makes 24 variants. */
export const SAMPLE_NAME = 'Harbour Roasters, autumn launch';

export const SAMPLE_PROMPTS: readonly { key: string; text: string }[] = [
  {
    key: 'first-pour',
    text: 'A white ceramic cup on a weathered oak counter. Fresh coffee pours in from above and a ribbon of steam curls into the morning light. Quiet, warm, unhurried',
  },
  {
    key: 'roastery',
    text: 'Inside a small harbour roastery at dawn, a drum roaster turns and dark beans tumble into the cooling tray. Dust floats in the sun that falls through tall windows',
  },
  {
    key: 'market-bike',
    text: 'A courier on a cargo bike rolls along wet cobblestones between market stalls, paper bags of coffee stacked in the front crate, gulls lifting off the quay behind',
  },
  {
    key: 'cold-brew',
    text: 'A tall glass of cold brew on black stone. Cream unfolds slowly through the coffee like weather seen from space, and condensation runs down the glass',
  },
  {
    key: 'latte-art',
    text: 'Close view of a barista’s hands as a small silver jug tips and a rosetta opens leaf by leaf on the surface of a flat white',
  },
  {
    key: 'teahouse',
    text: '清晨的江南茶馆，木窗外细雨落在青石板上。一只白瓷杯里热气缓缓升起，老人轻轻转动茶盏，远处的小船慢慢划过水面',
  },
];

export const SAMPLE_PRESETS: readonly string[] = ['slow-pan', 'cinematic'];
export const SAMPLE_SIZES: readonly string[] = ['720x1280', '1280x720'];
export const SAMPLE_SECONDS = 4;
