import { formatMicros, parseSize } from '@dailies/schema';

export { formatMicros };

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 60 * MINUTE_SECONDS;
const DAY_SECONDS = 24 * HOUR_SECONDS;
const WEEK_SECONDS = 7 * DAY_SECONDS;

/** `1,008` for people. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 render`, `48 renders`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `0:48`, `12:05`, `1:02:05` of a length in seconds. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [
    Math.floor(whole / HOUR_SECONDS),
    Math.floor((whole % HOUR_SECONDS) / MINUTE_SECONDS),
    whole % MINUTE_SECONDS,
  ];
  const tail = `${hours > 0 ? String(minutes).padStart(2, '0') : minutes}:${String(rest).padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

/** `just now`, `4 min ago`, `3 h ago`, `yesterday`, `5 days ago`, then the date. */
export function formatAgo(iso: string, nowMs: number): string {
  const seconds = Math.floor((nowMs - Date.parse(iso)) / 1000);
  if (seconds < 10) return 'just now';
  if (seconds < MINUTE_SECONDS) return `${seconds} s ago`;
  if (seconds < HOUR_SECONDS) return `${Math.floor(seconds / MINUTE_SECONDS)} min ago`;
  if (seconds < DAY_SECONDS) return `${Math.floor(seconds / HOUR_SECONDS)} h ago`;
  if (seconds < 2 * DAY_SECONDS) return 'yesterday';
  if (seconds < WEEK_SECONDS) return `${Math.floor(seconds / DAY_SECONDS)} days ago`;
  return new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

/** `in less than a minute`, `in 12 min`, `in 3 h`, `in 2 days` of a moment to come. */
export function formatAhead(iso: string, nowMs: number): string {
  const seconds = Math.ceil((Date.parse(iso) - nowMs) / 1000);
  if (seconds < MINUTE_SECONDS) return 'in less than a minute';
  if (seconds < HOUR_SECONDS) return `in ${Math.round(seconds / MINUTE_SECONDS)} min`;
  if (seconds < DAY_SECONDS) return `in ${Math.round(seconds / HOUR_SECONDS)} h`;
  return `in ${Math.round(seconds / DAY_SECONDS)} days`;
}

/** `22 Nov 2026, 14:20:05`, in the reader's time zone. */
export function formatMoment(iso: string): string {
  const date = new Date(iso);
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
  return `${day}, ${date.toLocaleTimeString('en-GB')}`;
}

/** `24 Sep 2026` of a day as the API says it, whatever the reader's time zone. */
export function formatDay(day: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
}

/** `1.4 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

const RATIOS: readonly (readonly [string, number])[] = [
  ['9:16', 9 / 16],
  ['16:9', 16 / 9],
  ['4:7', 4 / 7],
  ['7:4', 7 / 4],
  ['1:1', 1],
  ['4:3', 4 / 3],
  ['3:4', 3 / 4],
  ['21:9', 21 / 9],
];

/** `9:16` of `720x1280`; the size itself where no common ratio is near. */
export function ratioOf(size: string): string {
  const parsed = parseSize(size);
  if (!parsed) return size;
  const ratio = parsed.width / parsed.height;
  const near = RATIOS.find(([, value]) => Math.abs(value - ratio) / value < 0.012);
  return near ? near[0] : size.replace('x', '×');
}

/** `720 × 1280`. */
export function pixelsOf(size: string): string {
  return size.replace('x', ' × ');
}
