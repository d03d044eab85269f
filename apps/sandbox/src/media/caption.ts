import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What is burnt into a picture: the beginning of the prompt, and the video's id under it. */
export type Caption = { title: string; id: string };

/** One line of it: its text, and the ffmpeg filter that draws the text it finds in a file. */
export type CaptionLine = { text: string; filter: (textPath: string) => string };

const resolve = createRequire(import.meta.url).resolve;
const LATIN_FONT = join(dirname(resolve('dejavu-fonts-ttf/package.json')), 'ttf/DejaVuSans-Bold.ttf');
const ID_FONT = join(dirname(resolve('dejavu-fonts-ttf/package.json')), 'ttf/DejaVuSansMono.ttf');
const HAN_FONT = join(dirname(resolve('@embedpdf/fonts-sc')), '../fonts/NotoSansHans-Regular.otf');

const HAN = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\u3000-\u303f]/u;
const UNPRINTABLE = /[\p{Extended_Pictographic}\p{C}\ufe0f]/gu;
const LATIN_EM = 0.66;
const LINES_MAX = 4;

/** The band and the lines at the foot of a picture of `width` × `height` pixels, back to front. */
export function layOutCaption(caption: Caption, picture: { width: number; height: number }): { band: string; lines: CaptionLine[] } {
  const unit = Math.min(picture.width, picture.height);
  const margin = Math.round(unit * 0.05);
  const size = Math.max(10, Math.round(unit * 0.042));
  const idSize = Math.max(8, Math.round(size * 0.55));
  const across = (picture.width - 2 * margin) / size;
  const title = wrapText(caption.title.replaceAll(/\s+/g, ' ').replaceAll(UNPRINTABLE, '').trim(), across).slice(0, LINES_MAX);
  const step = Math.round(size * 1.35);
  const bandHeight = title.length * step + Math.round(idSize * 1.6) + margin;
  const top = picture.height - bandHeight + Math.round(margin * 0.45);
  const idText = caption.id.slice(0, Math.floor((across * size) / (idSize * 0.62)));
  return {
    band: `drawbox=x=0:y=${picture.height - bandHeight}:w=${picture.width}:h=${bandHeight}:color=black@0.55:t=fill`,
    lines: [
      ...title.map((text, index) => ({
        text,
        filter: drawText(HAN.test(text) ? HAN_FONT : LATIN_FONT, size, 'white', margin, top + index * step),
      })),
      { text: idText, filter: drawText(ID_FONT, idSize, 'white@0.75', margin, top + title.length * step + Math.round(idSize * 0.2)) },
    ],
  };
}

/** Breaks text into lines at most `across` ems wide: Han by character, other scripts by word where a word fits. */
export function wrapText(text: string, across: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(
    new RegExp(`${HAN.source}|[^\\s\\u2e80-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\uff00-\\uffef\\u3000-\\u303f]+|\\s+`, 'gu'),
  ) ?? []) {
    if (emsOf(line + piece) <= across) {
      line += piece;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trim());
    line = piece.trimStart();
    while (emsOf(line) > across) {
      const fitting = Math.max(1, Math.floor(across / LATIN_EM));
      lines.push(line.slice(0, fitting));
      line = line.slice(fitting);
    }
  }
  return line.trim() === '' ? lines : [...lines, line.trim()];
}

function emsOf(text: string): number {
  let ems = 0;
  for (const character of text) ems += HAN.test(character) ? 1 : LATIN_EM;
  return ems;
}

function drawText(font: string, size: number, colour: string, x: number, y: number): (textPath: string) => string {
  return (textPath) =>
    `drawtext=fontfile=${escapePath(font)}:textfile=${escapePath(textPath)}:expansion=none:fontsize=${size}:fontcolor=${colour}:x=${x}:y=${y}`;
}

/** Escapes a path for a filter's option inside a filter graph (two levels; source: ffmpeg-filters, "Notes on filtergraph escaping"). */
function escapePath(path: string): string {
  const option = path.replaceAll('\\', '/').replaceAll(/[':]/g, String.raw`\$&`);
  return option.replaceAll(/[\\'[\],;]/g, String.raw`\$&`);
}
