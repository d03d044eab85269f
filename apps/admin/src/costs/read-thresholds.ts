const THRESHOLDS_MAX = 10;
const PERCENT_MAX = 1_000;

/** `50, 80 and 100 %` as percentages, once each and lowest first; null for anything else. Nothing at all is no alert. */
export function readThresholds(text: string): number[] | null {
  const words = text
    .replaceAll(/%|\band\b/g, ' ')
    .split(/[\s,;]+/)
    .filter((word) => word !== '');
  const percents = [...new Set(words.map((word) => (/^\d{1,4}$/.test(word) ? Number(word) : Number.NaN)))];
  const sound = percents.length <= THRESHOLDS_MAX && percents.every((percent) => percent >= 1 && percent <= PERCENT_MAX);
  return sound ? percents.sort((a, b) => a - b) : null;
}
