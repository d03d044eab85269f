import type { ClipFileRow, ClipRow } from '../db/tables/clips.table.ts';
import type { RenderRow } from '../db/tables/renders.table.ts';
import type { ClipFileNode, ClipNode, RenderNode, VariantNode } from '../graphql/refs.ts';

/** Dates and bytes of attached rows arrive as text: JSON has neither. */
type AsJson<Row> = { [Column in keyof Row]: Date extends Row[Column] ? string | Extract<Row[Column], null> : Row[Column] };
type FileJson = Omit<ClipFileRow, 'sha256' | 'created_at' | 'clip_id' | 'generation' | 'crc32c'> & { sha256: string };

export type VariantJson = Omit<VariantNode, 'render' | 'clip'> & {
  render: AsJson<RenderRow> | null;
  clip: (AsJson<ClipRow> & { files: FileJson[] | null }) | null;
};

/** A variant with its attached rows as the loaders would have read them. */
export function reviveVariant(row: VariantJson): VariantNode {
  const render = row.render && reviveRender(row.render, row.campaign_id);
  return { ...row, render, clip: row.clip && reviveClip(row.clip) };
}

function reviveRender(json: AsJson<RenderRow>, campaignId: string): RenderNode {
  const dates = {
    created_at: new Date(json.created_at),
    sent_at: date(json.sent_at),
    accepted_at: date(json.accepted_at),
    ended_at: date(json.ended_at),
  };
  return { ...(json as unknown as RenderRow), ...dates, campaign_id: campaignId };
}

function reviveClip(json: NonNullable<VariantJson['clip']>): ClipNode {
  const files = (json.files ?? []).map((file): ClipFileNode => ({ ...file, sha256: Buffer.from(file.sha256, 'hex') }));
  return { ...(json as unknown as ClipRow), created_at: new Date(json.created_at), files };
}

function date(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
