import { FrameGlyph } from '../../ui/frame-glyph.tsx';
import { pixelsOf, ratioOf } from '../../ui/format.ts';
import type { AxisName, Board } from './board.ts';

export const AXIS_WORDS: Record<AxisName, string> = {
  prompt: 'Prompt',
  preset: 'Preset',
  size: 'Size',
  seconds: 'Seconds',
  model: 'Model',
};

export interface PromptLabel {
  key: string | null;
  text: string;
}

/** Words for the values of every axis. `promptAt` may answer nothing yet where a campaign has thousands. */
export interface AxisLabels {
  promptAt: (n: number) => PromptLabel | undefined;
  presetNames: readonly string[];
}

/** The value of an axis in a few words. */
export function axisWord(board: Board, labels: AxisLabels, axis: AxisName, place: number): string {
  if (axis === 'prompt') return labels.promptAt(place)?.key ?? `Prompt ${place + 1}`;
  if (axis === 'preset') return labels.presetNames[place] ?? `Preset ${place + 1}`;
  if (axis === 'size') return ratioOf(board.sizes[place]!);
  if (axis === 'seconds') return `${board.seconds[place]} s`;
  return board.models[place]!.name;
}

/** A short label for a column head. */
export function ColumnLabel({ board, labels, axis, place }: { board: Board; labels: AxisLabels; axis: AxisName; place: number }) {
  const word = axisWord(board, labels, axis, place);
  const title = axis === 'prompt' ? labels.promptAt(place)?.text : axis === 'size' ? pixelsOf(board.sizes[place]!) : word;
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={title}>
      {axis === 'size' && <FrameGlyph size={board.sizes[place]!} />}
      <span className="truncate">{word}</span>
    </span>
  );
}

/** The label of a row: for a prompt its number, its key and as many of its words as fit. */
export function RowLabel({ board, labels, row, lines }: { board: Board; labels: AxisLabels; row: number; lines: number }) {
  const axis = board.arrangement.rows;
  const place = board.valueAt(axis, row, 0);
  if (axis !== 'prompt') {
    return (
      <span className="flex flex-col gap-0.5">
        <span className="figures text-xs text-faint">{row + 1}</span>
        <span className="flex items-center gap-2 text-lg font-medium">
          {axis === 'size' && <FrameGlyph size={board.sizes[place]!} scale={1.25} />}
          {axisWord(board, labels, axis, place)}
        </span>
        {axis === 'size' && <span className="figures text-sm text-faint">{pixelsOf(board.sizes[place]!)}</span>}
      </span>
    );
  }
  const prompt = labels.promptAt(place);
  return (
    <span className="flex min-w-0 flex-col gap-0.5">
      <span className="figures flex gap-1.5 text-xs text-faint">
        <span>{place + 1}</span>
        {prompt?.key != null && <span className="truncate">{prompt.key}</span>}
        {board.shape.paired && <span className="truncate text-muted">{labels.presetNames[board.valueAt('preset', row, 0)]}</span>}
      </span>
      <span
        className="overflow-hidden text-sm leading-4 break-words text-text [display:-webkit-box] [-webkit-box-orient:vertical]"
        style={{ WebkitLineClamp: lines }}
        title={prompt?.text}
      >
        {prompt?.text ?? '…'}
      </span>
    </span>
  );
}
